using System.Text.Json;
using DialIn.Pins;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DialIn.Operations.Api;

/// <summary>Faults of the store and of the connection, as answers. Anything else is a fault of the program: the host logs it, and the answer is 500.</summary>
internal sealed class ApiExceptions : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case StoreUnavailableException:
                await ApiProblems.WriteUnavailableAsync(httpContext);
                return true;
            case PinPoolEmptyException:
                await ApiProblems.WriteAsync(
                    httpContext, StatusCodes.Status409Conflict, "No PIN is free, and with Pins:RefillTo 0 none is made. The operator runs: dialin pins generate --count 10000");
                return true;
            case PinSpaceExhaustedException:
                await ApiProblems.WriteAsync(
                    httpContext, StatusCodes.Status409Conflict, "No PIN is free, and hardly any number of this length is left. The operator sets Pins:Length to one more.");
                return true;
            case BadHttpRequestException { InnerException: JsonException fault }:
                await ApiProblems.WriteBadBodyAsync(httpContext, fault);
                return true;
            case BadHttpRequestException bad:
                await ApiProblems.WriteAsync(httpContext, bad.StatusCode, bad.StatusCode switch
                {
                    StatusCodes.Status413PayloadTooLarge => ApiProblems.TooLong,
                    StatusCodes.Status415UnsupportedMediaType => ApiProblems.NotJson,
                    // Of what came whole; the web server has a type of its own for what does not.
                    _ when bad.GetType() == typeof(BadHttpRequestException) => ApiProblems.NotRight,
                    _ => ApiProblems.NotWhole,
                });
                return true;
            default:
                return false;
        }
    }
}
