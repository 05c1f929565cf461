namespace DialIn.Pins;

/// <summary>Section <c>DialIn:Pins</c>: how PINs are made and how long one rests after its room has gone.</summary>
internal sealed class PinsOptions
{
    /// <summary>Digits of a newly generated PIN, 5 to 12. PINs that exist keep their length.</summary>
    // Nine: with 500 reserved rooms and 100 wrong tries an hour for the whole bridge, a stranger hits a room once in two years.
    public int Length { get; set; } = 9;

    /// <summary>How long a released PIN rests before it may lead to another room; at least one day.</summary>
    // Thirty days: invitations with the old PIN lie in calendars for weeks, and nobody should land among strangers.
    public TimeSpan Quarantine { get; set; } = TimeSpan.FromDays(30);
}
