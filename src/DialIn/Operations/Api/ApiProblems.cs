using System.Globalization;
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
    public static readonly string TooLong = $"The body has more than {ApiSetup.MaxBodyBytes} bytes; what is read of it fits into a few hundred.";

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

    /// <summary>Gives words to an answer that is nothing but a status.</summary>
    public static Task WriteBareAsync(StatusCodeContext context)
    {
        var response = context.HttpContext.Response;
        var detail = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => "Nothing is at this path. /openapi/v1.json lists them all. Within a meeting id a slash is written %2F.",
            StatusCodes.Status405MethodNotAllowed => $"{context.HttpContext.Request.Method} is not for this path; it takes {response.Headers.Allow}.",
            StatusCodes.Status415UnsupportedMediaType => NotJson,
            StatusCodes.Status413PayloadTooLarge => TooLong,
            StatusCodes.Status400BadRequest => "The body is not the JSON that /openapi/v1.json describes for this path.",
            _ => "The request cannot be answered.",
        };
        return WriteAsync(context.HttpContext, response.StatusCode, detail);
    }

    /// <summary>The database does not answer.</summary>
    public static Task WriteUnavailableAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"The database does not answer. {NotDone}", RetrySoon);

    /// <summary>The answer took too long.</summary>
    public static Task WriteTimeoutAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"The answer took too long, the database may be busy. {NotDone}", RetrySoon);

    private static string? TitleOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "Content Too Large",
        StatusCodes.Status429TooManyRequests => "Too Many Requests",
        StatusCodes.Status400BadRequest => "Bad Request",
        _ => null,
    };
}
