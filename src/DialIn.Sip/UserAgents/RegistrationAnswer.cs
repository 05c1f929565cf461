using System.Globalization;
using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>Reads what a registrar's answer says about our binding.</summary>
internal static class RegistrationAnswer
{
    /// <summary>The input for the machine.</summary>
    public static RegistrationInput.Answered Read(int status, SipResponse? response, string contactUser, double chance) => new(
        status,
        response is null ? null : Granted(response, contactUser),
        Seconds(response?.Headers[HeaderNames.MinExpires]),
        Seconds(response?.Headers[HeaderNames.RetryAfter]),
        chance);

    // RFC 3261 §10.2.4: the 200 lists all bindings of the address of record; ours is the one with our own user part. Its
    // expires parameter counts before the Expires header field.
    private static TimeSpan? Granted(SipResponse response, string contactUser)
    {
        var own = response.Contacts.FirstOrDefault(contact => contact.Uri.User == contactUser);
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
