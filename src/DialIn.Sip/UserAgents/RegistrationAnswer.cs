using System.Globalization;
using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>Reads what a registrar's answer says about our binding.</summary>
internal static class RegistrationAnswer
{
    /// <summary>The input for the machine.</summary>
    /// <param name="status">The status, also one that was made here for want of a response.</param>
    /// <param name="response">The response, if any.</param>
    /// <param name="contact">The Contact that the REGISTER asked for; <c>null</c> if it could not be sent.</param>
    /// <param name="chance">For the jitter of what follows.</param>
    public static RegistrationInput.Answered Read(int status, SipResponse? response, SipUri? contact, double chance) => new(
        status,
        response is null ? null : Granted(response, contact),
        Seconds(response?.Headers[HeaderNames.MinExpires]),
        Seconds(response?.Headers[HeaderNames.RetryAfter]),
        chance);

    // RFC 3261 §10.2.4: the 200 lists all bindings of the address of record. Ours is the one with our Contact, or, where a
    // border element has put its own address into it, the one with our user part. Its expires parameter counts before the
    // Expires header field.
    private static TimeSpan? Granted(SipResponse response, SipUri? contact)
    {
        var own = contact is null ? null
            : response.Contacts.FirstOrDefault(listed => listed.Uri.IsEquivalentTo(contact))
            ?? response.Contacts.FirstOrDefault(listed => listed.Uri.User == contact.User);
        return Seconds(own?.Parameters["expires"]) ?? (response.Expires is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    // Retry-After may carry a comment and parameters behind the number.
    private static TimeSpan? Seconds(string? text)
    {
        var digits = text.AsSpan().Trim();
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        digits = end < 0 ? digits : digits[..end];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
    }
}
