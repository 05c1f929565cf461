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
        DeltaSeconds.Read(response?.Headers[HeaderNames.MinExpires]),
        response?.RetryAfter,
        chance);

    /// <summary>Our binding among those that are listed.</summary>
    public static NameAddress? Own(SipResponse response, SipUri? contact) => contact is null ? null
        : response.Contacts.FirstOrDefault(listed => listed.Uri.IsEquivalentTo(contact))
        ?? response.Contacts.FirstOrDefault(listed => listed.Uri.User == contact.User);

    // RFC 3261 §10.2.4: the 200 lists all bindings of the address of record. Ours is the one with our Contact, or, where a
    // border element has put its own address into it, the one with our user part. Its expires parameter counts before the
    // Expires header field.
    private static TimeSpan? Granted(SipResponse response, SipUri? contact)
    {
        var own = Own(response, contact);
        return DeltaSeconds.Read(own?.Parameters["expires"]) ?? (response.Expires is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }
}
