using System.Text.Json.Serialization;
using DialIn.Calls;
using DialIn.Operations.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations;

/// <summary>Lets a front end say who calls from a number.</summary>
internal static class CallerNameEndpoints
{
    /// <summary>
    /// Adds <c>PUT /callers</c>. The number is in the body and not in the path, because paths are written into the logs of every
    /// proxy on the way.
    /// </summary>
    public static RouteHandlerBuilder MapCallerNames(this IEndpointRouteBuilder api) => api.MapPut("/callers", PutAsync)
        .RequireAuthorization(ApiPolicies.Rooms)
        .WithTags("Callers")
        .WithName("NameCaller")
        .WithSummary("Say who calls from a number")
        .WithDescription("Meetings see this name instead of a pseudonym. The number is kept as a keyed hash only.")
        .Produces<CallerNameAnswer>()
        .WithProblems(
            StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> PutAsync(CallerNameRequest request, CallerNames names, CancellationToken cancellationToken)
    {
        // None of the answers repeats the number.
        var caller = CallerNumber.Parse(request.Number);
        if (!caller.IsInternational)
        {
            return Refuse("number", "must be a telephone number with its country code, such as +4961511234567");
        }

        var name = DisplayName.Clean(request.Name);
        if (name is null && !string.IsNullOrEmpty(request.Name))
        {
            return Refuse("name", "must have a letter or a digit, and must not be a word that BigBlueButton takes for a caller without a name; null takes the name back");
        }

        await names.GiveAsync(caller, name, cancellationToken).WaitAsync(cancellationToken);
        return Results.Ok(new CallerNameAnswer(name));
    }

    private static IResult Refuse(string field, string rule) => ApiProblems.Of(new Dictionary<string, string> { [field] = $"{rule}." });
}

/// <summary>The name of whoever calls from a number.</summary>
/// <param name="Number">The number, international: <c>+4961511234567</c>.</param>
/// <param name="Name">What meetings are to see; null or empty takes it back.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CallerNameRequest(string? Number, string? Name);

/// <summary>What meetings will see.</summary>
/// <param name="Name">The name without the signs that may not be in it, and shortened; null if there is none any more.</param>
internal sealed record CallerNameAnswer(string? Name);
