using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>The form body of a POST: read whole, since it holds parameters. Any other body is never touched here.</summary>
internal static class FormBody
{
    /// <summary>The most bytes that a form may have. Parameters are no presentations: nginx itself takes one mebibyte if not told otherwise.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const string ContentType = "application/x-www-form-urlencoded";

    /// <summary>Whether a request has parameters in its body.</summary>
    public static bool IsIn(HttpRequest request) =>
        IsForm(request)
        && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;

    /// <summary>Reads it. The body can be read once more afterwards, as it was sent.</summary>
    /// <returns>The form; <see langword="null"/> if it is too large.</returns>
    public static async Task<RawQuery?> ReadAsync(HttpRequest request)
    {
        if (await BoundedBody.ReadAsync(request, MaxBytes) is not { } body)
        {
            return null;
        }

        request.Body = body;
        return RawQuery.Of(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));
    }

    /// <summary>Puts a form into the place of the request's body, whatever that was.</summary>
    public static void Replace(HttpRequest request, RawQuery form)
    {
        var bytes = Encoding.UTF8.GetBytes(form.ToString());
        request.Method = HttpMethods.Post;
        request.ContentType = IsForm(request) ? request.ContentType : ContentType;
        request.Headers.TransferEncoding = default;
        request.ContentLength = bytes.Length;
        request.Body = new MemoryStream(bytes);
        request.HttpContext.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
    }

    private static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, ContentType, StringComparison.OrdinalIgnoreCase);

    private sealed class HasBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}
