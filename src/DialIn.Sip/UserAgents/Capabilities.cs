using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>What this user agent understands, and how it says so.</summary>
internal static class Capabilities
{
    /// <summary>The Allow header field.</summary>
    public const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE";

    /// <summary>The Accept header field.</summary>
    public const string Accept = "application/sdp";

    /// <summary>The Supported header field: no extension so far.</summary>
    public const string Supported = "";

    private static readonly SipMethod[] InDialog = [SipMethod.Invite, SipMethod.Bye, SipMethod.Options, SipMethod.Info, SipMethod.Update];

    /// <summary>RFC 3261 §8.2: the response that a request earns whatever it is about; <c>null</c> if it may be processed.</summary>
    public static (int Status, SipHeaders Extra)? Refuse(SipRequest request)
    {
        var required = request.Headers.GetAll(HeaderNames.Require);
        if (required.Count > 0)
        {
            // RFC 3261 §8.2.2.3: extensions that we do not know are named in Unsupported.
            return (420, SipHeaders.Empty.WithAdded(HeaderNames.Unsupported, string.Join(", ", required)));
        }

        // RFC 3261 §8.2.3: a body that we cannot decode.
        return request.Headers.GetAll(HeaderNames.ContentEncoding) is { Count: > 0 } encodings
            && encodings.Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            ? (415, SipHeaders.Empty.WithAdded(HeaderNames.AcceptEncoding, "identity"))
            : null;
    }

    /// <summary>Does a dialog take this method?</summary>
    public static bool IsKnownInDialog(SipMethod method) => InDialog.Contains(method);

    /// <summary>The header fields of a 200 to OPTIONS, RFC 3261 §11.2.</summary>
    public static SipHeaders ForOptions() => SipHeaders.Empty
        .WithAdded(HeaderNames.Allow, Allow)
        .WithAdded(HeaderNames.Accept, Accept)
        .WithAdded(HeaderNames.Supported, Supported);

    /// <summary>The header fields of a request or a response that makes or refreshes a dialog.</summary>
    public static SipHeaders ForDialog(NameAddress contact) => SipHeaders.Empty
        .WithAdded(HeaderNames.Contact, contact.ToString())
        .WithAdded(HeaderNames.Allow, Allow)
        .WithAdded(HeaderNames.Supported, Supported);
}
