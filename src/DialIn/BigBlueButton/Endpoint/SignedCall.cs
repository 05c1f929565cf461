using Microsoft.AspNetCore.Http;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>A call and who signed it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Query">The query string without its checksum, as sent.</param>
/// <param name="Form">The form, if it had to be read: for its parameters, or for the checksum in it.</param>
/// <param name="HasChecksum">Whether it shows a checksum, be it right or wrong.</param>
/// <param name="Signer">Who signed it; <see langword="null"/> if no front end did.</param>
internal sealed record SignedCall(EndpointCall Call, string Query, RawQuery? Form, bool HasChecksum, CallSigner? Signer)
{
    /// <summary>The name of the call that is changed.</summary>
    public const string Create = "create";

    /// <summary>The name of the call that the directory is told of.</summary>
    public const string End = "end";

    /// <summary>Reads what has to be read of a call, and checks its checksum.</summary>
    /// <param name="context">The request.</param>
    /// <param name="call">The call.</param>
    /// <param name="frontEnds">Who may sign.</param>
    /// <param name="readsForms">Whether each form is read, since it may name the meeting.</param>
    /// <returns>The call; <see langword="null"/> if its form is too large.</returns>
    public static async Task<SignedCall?> ReadAsync(HttpContext context, EndpointCall call, FrontEnds frontEnds, bool readsForms)
    {
        var (query, checksum) = SignedQuery.Of(call.RawQuery ?? "");
        RawQuery? form = null;
        if (FormBody.IsIn(context.Request) && (readsForms || call.Name is Create or End || checksum.Length == 0))
        {
            form = await FormBody.ReadAsync(context.Request);
            if (form is null)
            {
                return null;
            }
        }

        if (checksum.Length > 0)
        {
            return new SignedCall(call, query, form, true, frontEnds.FindSigner(call.Name, query, checksum));
        }

        // BBB API: POST, the checksum may be in the form like any other parameter.
        var inForm = form?["checksum"] ?? "";
        var signer = frontEnds.FindSigner(call.Name, query, inForm)
            ?? (form is not null && query.Length == 0 ? frontEnds.FindSigner(call.Name, FormSignature.Of(form), inForm) : null);
        return new SignedCall(call, query, form, inForm.Length > 0, signer);
    }

    /// <summary>Never the parameters: they hold passwords.</summary>
    public override string ToString() => Call.Name;
}
