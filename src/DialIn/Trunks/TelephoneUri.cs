using DialIn.Sip.Messages;

namespace DialIn.Trunks;

/// <summary>The telephone number in a <c>tel:</c> URI (RFC 3966 §3) or in the user part of a SIP URI (RFC 3261 §19.1.6).</summary>
internal static class TelephoneUri
{
    private const string Context = "phone-context";

    /// <summary>The number as it is written, a global one with its plus sign; null if the URI names nobody.</summary>
    public static string? NumberOf(SipUri uri)
    {
        if (uri.User is not { Length: > 0 } user)
        {
            return null;
        }

        // RFC 3261 §19.1.6: parameters of the telephone number stand in the user part, before the @.
        var semicolon = user.IndexOf(';', StringComparison.Ordinal);
        var number = semicolon < 0 ? user : user[..semicolon];
        var context = uri.Scheme == "tel" ? uri.Parameters[Context]
            : semicolon >= 0 && SipParameters.TryParse(user.AsSpan(semicolon), out var parameters) ? parameters[Context]
            : null;

        // RFC 3966 §5.1.5: a local number counts from its context; one that is a domain says nothing of the number.
        return context is ['+', ..] && number is not (['+', ..] or ['0', ..]) ? context + number : number;
    }
}
