using DialIn.Pins;

namespace DialIn.Announcements;

/// <summary>What a meeting's moderators are shown at its start. It may hold a PIN, so it prints as <c>****</c>.</summary>
internal sealed class ModeratorsText(string text)
{
    /// <summary>No text.</summary>
    public static readonly ModeratorsText None = new("");

    /// <summary>Whether it says the PIN, in groups or not.</summary>
    public bool Holds(Pin pin) => text.Contains(pin.RevealGrouped(), StringComparison.Ordinal) || text.Contains(pin.Reveal(), StringComparison.Ordinal);

    /// <summary>Never the text.</summary>
    public override string ToString() => "****";
}
