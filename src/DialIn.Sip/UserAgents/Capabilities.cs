using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>What this user agent understands, and how it says so.</summary>
internal static class Capabilities
{
    /// <summary>The Allow header field.</summary>
    public const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, PRACK, UPDATE";

    /// <summary>The Accept header field: a session description, alone or among other parts (<see cref="MultipartBody"/>).</summary>
    public const string Accept = Description + ", multipart/mixed, multipart/alternative";

    private const string Description = "application/sdp";

    /// <summary>The Supported header field.</summary>
    public const string Supported = OptionTags.ReliableProvisional + ", " + OptionTags.Timer;

    private static readonly SipMethod[] InDialog =
        [SipMethod.Invite, SipMethod.Bye, SipMethod.Options, SipMethod.Info, SipMethod.Prack, SipMethod.Update];

    private static readonly SipMethod[] WithDescription = [SipMethod.Invite, SipMethod.Prack, SipMethod.Update];

    /// <summary>RFC 3261 §8.2: the response that a request earns whatever it is about; <c>null</c> if it may be processed.</summary>
    public static (int Status, SipHeaders Extra)? Refuse(SipRequest request)
    {
        var unknown = request.Headers.GetAll(HeaderNames.Require).Where(tag => !IsKnown(tag)).ToList();
        if (unknown.Count > 0)
        {
            // RFC 3261 §8.2.2.3: extensions that we do not know, and only those, are named in Unsupported.
            return (420, SipHeaders.Empty.WithAdded(HeaderNames.Unsupported, string.Join(", ", unknown)));
        }

        // RFC 3261 §8.2.3: a body that we cannot decode.
        if (request.Headers.GetAll(HeaderNames.ContentEncoding).Any(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            return (415, SipHeaders.Empty.WithAdded(HeaderNames.AcceptEncoding, "identity"));
        }

        if (!WithDescription.Contains(request.Method))
        {
            return null;
        }

        // RFC 3261 §8.2.3: a body of another type than those of Accept.
        return !request.Body.IsEmpty && request.ContentType is { } type && !IsDescription(type)
            ? (415, SipHeaders.Empty.WithAdded(HeaderNames.Accept, Accept))
            // RFC 3261 §21.4.7: whoever takes no session description cannot be answered with one.
            : request.Headers.GetAll(HeaderNames.Accept) is { Count: > 0 } accepted && !accepted.Any(IsDescription) ? (406, SipHeaders.Empty) : null;
    }

    /// <summary>Does a dialog take this method?</summary>
    public static bool IsKnownInDialog(SipMethod method) => InDialog.Contains(method);

    /// <summary>The header fields of a response to OPTIONS, RFC 3261 §11.2.</summary>
    public static SipHeaders ForOptions() => SipHeaders.Empty
        .WithAdded(HeaderNames.Allow, Allow)
        .WithAdded(HeaderNames.Accept, Accept)
        .WithAdded(HeaderNames.AcceptEncoding, "identity")
        .WithAdded(HeaderNames.Supported, Supported);

    /// <summary>The header fields of a request or a response that makes or refreshes a dialog.</summary>
    public static SipHeaders ForDialog(NameAddress contact, string supported = Supported) => SipHeaders.Empty
        .WithAdded(HeaderNames.Contact, contact.ToString())
        .WithAdded(HeaderNames.Allow, Allow)
        .WithAdded(HeaderNames.Supported, supported);

    private static bool IsKnown(string tag) =>
        tag.Equals(OptionTags.ReliableProvisional, StringComparison.OrdinalIgnoreCase) || tag.Equals(OptionTags.Timer, StringComparison.OrdinalIgnoreCase);

    private static bool IsDescription(string mediaType) =>
        mediaType.AsSpan()[..(mediaType.IndexOf(';') is >= 0 and var end ? end : mediaType.Length)].Trim() is var type
        && (type.Equals(Description, StringComparison.OrdinalIgnoreCase) || type is "*/*" || type.Equals("application/*", StringComparison.OrdinalIgnoreCase));
}
