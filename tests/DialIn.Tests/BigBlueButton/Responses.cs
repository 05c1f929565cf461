using Microsoft.AspNetCore.Http;

namespace DialIn.Tests.BigBlueButton;

/// <summary>What a BBB server in a test sends.</summary>
internal static class Responses
{
    /// <summary>An answer that says that it is compressed, and whose bytes are not.</summary>
    public static async Task SendBrokenAsync(this HttpResponse response, string encoding)
    {
        response.ContentType = "text/xml";
        response.Headers.ContentEncoding = encoding;
        // No compression begins like this.
        await response.Body.WriteAsync(Enumerable.Repeat<byte>(0xFF, 64).ToArray());
    }

    public static async Task SendAsync(this HttpResponse response, string document, int status = 200)
    {
        response.StatusCode = status;
        response.ContentType = "text/xml";
        await response.Body.WriteAsync(Document.Read(document));
    }
}
