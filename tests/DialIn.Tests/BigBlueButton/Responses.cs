using Microsoft.AspNetCore.Http;

namespace DialIn.Tests.BigBlueButton;

/// <summary>What a BBB server in a test sends.</summary>
internal static class Responses
{
    public static async Task SendAsync(this HttpResponse response, string document, int status = 200)
    {
        response.StatusCode = status;
        response.ContentType = "text/xml";
        await response.Body.WriteAsync(Document.Read(document));
    }
}
