using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DialIn.Operations.Api;

/// <summary>Answers that say what was wrong and what would be right: problem details, RFC 9457. None repeats what could be a PIN.</summary>
internal static class ApiProblems
{
    /// <summary>The database does not answer, or not in time. A second later it may.</summary>
    public const int RetrySoon = 5;

    /// <summary>A body of another kind.</summary>
    public const string NotJson = "The body must be JSON, sent as Content-Type: application/json; or send none.";

    /// <summary>A body that is too long.</summary>
    public static readonly string TooLong = $"The body has more than {BodyLimit.Bytes} bytes; what is read of it fits into a few hundred.";

    /// <summary>A body that is none of those that the path takes.</summary>
    public const string NotRight = "The body is not the JSON that this path takes; /openapi/v1.json describes those of the API.";

    /// <summary>A body that broke off, or whose parts are not what HTTP has.</summary>
    public const string NotWhole = "The body did not come in as announced, or too slowly.";

    private const int LongestProperty = 32;

    private const string NotDone = "Nothing is known to have changed; try again.";

    /// <summary>What the API's own handlers answer with.</summary>
    public static IResult Of(int status, string detail) => Results.Problem(detail, statusCode: status, title: TitleOf(status));

    /// <summary>Parameters that are not right, all of them at once.</summary>
    public static IResult Of(IReadOnlyDictionary<string, string> faults) => Results.ValidationProblem(
        faults.ToDictionary(static fault => fault.Key, static fault => new[] { fault.Value }, StringComparer.Ordinal),
        detail: string.Join(' ', faults.Select(static fault => $"{fault.Key} {fault.Value}")),
        title: TitleOf(StatusCodes.Status400BadRequest));

    /// <summary>Writes a problem as the whole answer.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail, int? retryAfterSeconds = null)
    {
        if (retryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Of(status, detail).ExecuteAsync(context);
    }

    /// <summary>A body that the host could not read into what the path takes, by the name of the property that it stumbled over.</summary>
    public static Task WriteBadBodyAsync(HttpContext context, JsonException fault) =>
        // Letters alone: whatever else somebody writes before a colon may be a number or a PIN.
        PropertyIn(fault.Path) is { } property
            ? Of(new Dictionary<string, string> { [property] = "is no property of this body, or has a value of another kind; /openapi/v1.json describes it." }).ExecuteAsync(context)
            : WriteAsync(context, StatusCodes.Status400BadRequest, NotRight);

    /// <summary>Gives words to an answer that is nothing but a status.</summary>
    public static Task WriteBareAsync(StatusCodeContext context) => WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode, context.HttpContext.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "Nothing is at this path. /openapi/v1.json lists them all. Within a meeting id a slash is written %2F.",
        StatusCodes.Status415UnsupportedMediaType => NotJson,
        _ => DetailOf(context.HttpContext),
    });

    /// <summary>What such an answer means, at any path.</summary>
    public static string DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not for this path; it takes {context.Response.Headers.Allow}.",
        StatusCodes.Status413PayloadTooLarge => TooLong,
        // The host throws at what it cannot read into an object, but not at what does not come.
        StatusCodes.Status400BadRequest or StatusCodes.Status408RequestTimeout => NotWhole,
        _ => "The request cannot be answered.",
    };

    /// <summary>The database does not answer.</summary>
    public static Task WriteUnavailableAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"The database does not answer. {NotDone}", RetrySoon);

    /// <summary>The answer took too long.</summary>
    public static Task WriteTimeoutAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"The answer took too long, the database may be busy. {NotDone}", RetrySoon);

    private static string? PropertyIn(string? path) =>
        path?.Split('.') is ["$", { Length: > 0 and <= LongestProperty } property] && property.All(char.IsAsciiLetter) ? property : null;

    private static string? TitleOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "Content Too Large",
        StatusCodes.Status429TooManyRequests => "Too Many Requests",
        StatusCodes.Status400BadRequest => "Bad Request",
        _ => null,
    };
}
