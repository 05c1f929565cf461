using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DialIn.Operations.Api;

/// <summary>The description of the API that it serves itself (OpenAPI), made from its paths: it cannot say anything else than they do.</summary>
internal static class ApiDocument
{
    /// <summary>The document's name: it is served as <c>/openapi/v1.json</c>.</summary>
    public const string Name = "v1";

    private const string Scheme = "token";

    /// <summary>Adds what the paths do not say of themselves.</summary>
    public static void Describe(OpenApiOptions options)
    {
        // Probes, webhooks and BBB's own API are described elsewhere.
        options.ShouldInclude = static path => path.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "DialIn",
                Version = "v1",
                Description = "Rooms and the PINs that lead callers to them. Errors are problem details (RFC 9457). Answers are never cached.",
            };
            // The address that this was asked for, perhaps behind a proxy, is no one else's.
            document.Servers?.Clear();
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "A token of 'dialin token create --role ROLE', or that of Http:ApiToken, whose role is admin.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().FirstOrDefault()?.Policy is { } policy)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
                operation.Description += $" Roles: {string.Join(", ", ApiPolicies.Roles[policy].Select(ApiPolicies.Word))}.";
            }

            var usualPage = context.Description.RelativePath == "api/v1/calls" ? StateEndpoints.UsualPage : MeetingEndpoints.UsualPage;
            foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            {
                parameter.Schema = parameter.Name switch
                {
                    "limit" => Number(1, Page.MaxLimit, usualPage),
                    "size" => Number(QrImage.MinSize, QrImage.MaxSize, QrImage.UsualSize),
                    _ => parameter.Schema,
                };
            }

            return Task.CompletedTask;
        });
    }

    private static OpenApiSchema Number(int least, int most, int usual) => new()
    {
        Type = JsonSchemaType.Integer,
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most.ToString(CultureInfo.InvariantCulture),
        Default = usual,
    };
}
