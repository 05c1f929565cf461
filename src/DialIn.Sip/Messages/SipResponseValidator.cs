namespace DialIn.Sip.Messages;

/// <summary>Says whether a response can be worked on. One that cannot is dropped: nobody answers a response.</summary>
public static class SipResponseValidator
{
    /// <summary>Checks a response that came to us, a user agent; the typed properties are safe if it passes.</summary>
    public static bool IsValid(SipResponse response) =>
        SipVersion.IsOurs(response.Version)
        && response.StatusCode is >= 100 and <= 699
        && MandatoryHeaders.FirstFault(response.Headers) is null
        // RFC 3261 §8.1.3.3: a second Via says that the response was meant for someone else.
        && response.Vias.Count == 1
        && MessageHeaders.Addresses(response.Headers, HeaderNames.Contact) is not null
        && MessageHeaders.Addresses(response.Headers, HeaderNames.RecordRoute) is not null
        && MessageHeaders.Addresses(response.Headers, HeaderNames.Route) is not null;
}
