using Microsoft.AspNetCore.Http;

namespace DialIn.BigBlueButton;

/// <summary>The body of a request, read whole, up to a limit.</summary>
internal static class BoundedBody
{
    /// <summary>Reads it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">The most bytes that it may have.</param>
    /// <returns>The body, from its beginning; <see langword="null"/> if it has more. What follows is not read then.</returns>
    /// <exception cref="BadHttpRequestException">It does not come whole.</exception>
    public static async Task<MemoryStream?> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > maxBytes)
            {
                return null;
            }
        }

        body.Position = 0;
        return body;
    }
}
