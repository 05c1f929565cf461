using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>An error of our own, in the form in which front ends read those of BBB.</summary>
/// <param name="Status">HTTP status; BBB and Scalelite refuse with 200.</param>
/// <param name="Key"><c>messageKey</c>, of those that BBB and Scalelite have.</param>
/// <param name="Message">For people.</param>
internal sealed record BbbFault(int Status, string Key, string Message)
{
    /// <summary>No front end signed the call.</summary>
    public static readonly BbbFault Checksum = new(StatusCodes.Status200OK, "checksumError", "Checksums do not match");

    /// <summary>The path is none of the API.</summary>
    public static readonly BbbFault Unsupported = new(StatusCodes.Status404NotFound, "unsupportedRequest", "This request is not supported.");

    /// <summary>A form that is larger than any.</summary>
    public static readonly BbbFault TooLarge = new(StatusCodes.Status413PayloadTooLarge, "requestTooLarge", "The form is too large; send presentations as XML.");

    /// <summary>The server cannot be reached, or broke off before it answered.</summary>
    public static readonly BbbFault NotReached = new(StatusCodes.Status502BadGateway, "internalError", "DialIn cannot reach the BBB server behind it.");

    /// <summary>The server did not answer in time.</summary>
    public static readonly BbbFault TimedOut = new(StatusCodes.Status504GatewayTimeout, "internalError", "The BBB server behind DialIn does not answer.");

    /// <summary>The meeting's server cannot be reached, or none can.</summary>
    public static readonly BbbFault Unavailable = new(StatusCodes.Status503ServiceUnavailable, "serverUnavailable", "No BBB server that DialIn knows can be reached now.");

    /// <summary>Writes it as the answer.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var body = new XElement("response",
            new XElement("returncode", "FAILED"),
            new XElement("messageKey", Key),
            new XElement("message", Message));
        context.Response.StatusCode = Status;
        context.Response.ContentType = "text/xml;charset=utf-8";
        await context.Response.WriteAsync(body.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }
}
