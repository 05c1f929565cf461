using System.Text.Json;
using System.Text.RegularExpressions;
using DialIn.Operations.Api;
using DialIn.Tests.Repository;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace DialIn.Tests.Operations.Api;

/// <summary>The OpenAPI document, the routes and docs/front-ends.md say the same.</summary>
public partial class ApiDocumentTests(SharedApiSite shared) : IClassFixture<SharedApiSite>
{
    private readonly ApiSite _site = shared.Site;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_DescribesEachRouteAndNothingElse()
    {
        var document = await ReadAsync();

        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(static path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .Order(StringComparer.Ordinal);

        Assert.Equal(Routes().Keys.Order(StringComparer.Ordinal), described);
    }

    [Fact]
    public async Task Document_OfEachOperation_SaysWhatItDoesAndWhoMay()
    {
        var routes = Routes();
        foreach (var path in (await ReadAsync()).GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var route = $"{operation.Name.ToUpperInvariant()} {path.Name}";
                Assert.True(operation.Value.GetProperty("summary").GetString()!.Length > 5, route);
                var roles = ApiPolicies.Roles[routes[route]].Select(ApiPolicies.Word);
                Assert.EndsWith($" Roles: {string.Join(", ", roles)}.", operation.Value.GetProperty("description").GetString(), StringComparison.Ordinal);
                Assert.Equal("token", operation.Value.GetProperty("security")[0].EnumerateObject().Single().Name);
                Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), static answer => answer.Name.StartsWith('2'));
                Assert.All(
                    operation.Value.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [],
                    parameter => Assert.True(parameter.GetProperty("description").GetString()!.Length > 10, $"{route} {parameter.GetProperty("name")}"));
                foreach (var status in new[] { "401", "403", "429", "503" })
                {
                    Assert.True(operation.Value.GetProperty("responses").GetProperty(status).GetProperty("content").TryGetProperty("application/problem+json", out _), $"{route} {status}");
                }
            }
        }
    }

    [Theory]
    [InlineData("meetings")]
    [InlineData("calls")]
    [InlineData("call-records")]
    [InlineData("announcements")]
    public async Task Document_OfEachListThatGrows_HasItsPages(string list)
    {
        var operation = (await ReadAsync()).GetProperty("paths").GetProperty($"/api/v1/{list}").GetProperty("get");

        Assert.Equal(["limit", "cursor"], operation.GetProperty("parameters").EnumerateArray().Select(static parameter => parameter.GetProperty("name").GetString()));
        Assert.Contains("the Link header leads to the next page", operation.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.True(operation.GetProperty("responses").TryGetProperty("400", out _));
    }

    [Fact]
    public async Task Document_IsValidOpenApi_AndNeedsNoToken()
    {
        using var client = _site.ClientWith(null);
        var result = OpenApiDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Cancel), OpenApiConstants.Json);
        Assert.Empty(result.Diagnostic!.Errors);
        Assert.Empty(result.Diagnostic.Warnings);
        Assert.Equal("DialIn", result.Document!.Info.Title);
        var schema = result.Document.Components!.Schemas![nameof(RoomAnswer)];
        Assert.Equal("The PIN: 5 to 12 digits.", schema.Properties!["pin"].Description);
    }

    [Fact]
    public async Task FrontEndsDocument_NamesEachRouteWithItsRoles()
    {
        var expected = Routes().Select(static route => $"{route.Key} | {string.Join(", ", ApiPolicies.Roles[route.Value].Select(ApiPolicies.Word))}");
        var documented = from line in File.ReadLines(Path.Combine(Checkout.Root, "docs/front-ends.md"))
                         let match = Row().Match(line)
                         where match.Success
                         select $"{match.Groups["route"].Value} | {match.Groups["roles"].Value}";
        Assert.Equal(expected.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private async Task<JsonElement> ReadAsync() =>
        JsonSerializer.Deserialize<JsonElement>(await _site.Client.GetStringAsync("/openapi/v1.json", Cancel));

    /// <summary>Method and path of each route below <c>/api</c>, as documents have it, with its policy.</summary>
    private Dictionary<string, string> Routes() => _site.Service.Application.Services
        .GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(static route => route.RoutePattern.RawText?.StartsWith("/api", StringComparison.OrdinalIgnoreCase) == true)
        .SelectMany(static route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => (
            Key: $"{method} {route.RoutePattern.RawText!.TrimEnd('/').Replace(":int}", "}", StringComparison.Ordinal)}", Policy: route.Metadata.GetRequiredMetadata<IAuthorizeData>().Policy!)))
        .ToDictionary(static route => route.Key, static route => route.Policy, StringComparer.Ordinal);

    [GeneratedRegex(@"^\| `(?<route>[A-Z]+ /api/[^`]*)` \| (?<roles>[a-z, ]+) \|")]
    private static partial Regex Row();
}
