namespace DialIn.Sip.Messages;

/// <summary>The one version of the protocol that there is.</summary>
internal static class SipVersion
{
    /// <summary>As the start line has it.</summary>
    public const string Text = "SIP/2.0";

    /// <summary>Whether the text has the form of a version at all, RFC 3261 §25.1: another version is owed 505, anything else 400.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("SIP/", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var dot = text.IndexOf('.');
        return dot > 4 && dot < text.Length - 1
            && !text[4..dot].ContainsAnyExceptInRange('0', '9') && !text[(dot + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>Whether the text is our version; RFC 3261 §7.1 lets it be in any case.</summary>
    public static bool IsOurs(ReadOnlySpan<char> text) => text.Equals(Text, StringComparison.OrdinalIgnoreCase);
}
