namespace DialIn.Sip.Messages;

/// <summary>The extensions that this user agent knows, RFC 3261 §19.2.</summary>
internal static class OptionTags
{
    /// <summary>Reliable provisional responses, RFC 3262 §8.1.</summary>
    public const string ReliableProvisional = "100rel";

    /// <summary>Session timers, RFC 4028 §3.</summary>
    public const string Timer = "timer";

    /// <summary>Whether a list of option tags (Supported, Require) names one.</summary>
    public static bool Lists(this SipHeaders headers, string name, string tag) =>
        headers.GetAll(name).Contains(tag, StringComparer.OrdinalIgnoreCase);
}
