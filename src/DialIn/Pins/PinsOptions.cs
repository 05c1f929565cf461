namespace DialIn.Pins;

/// <summary>Section <c>DialIn:Pins</c>: how PINs are made and how long one rests after its room has gone.</summary>
internal sealed class PinsOptions
{
    /// <summary>Digits of a newly generated PIN, 5 to 12. PINs that exist keep their length.</summary>
    // Nine: with 13,000 reserved rooms one guess in 69,000 hits a room; with seven digits one in 690. Ten are a nuisance to type.
    public int Length { get; set; } = 9;

    /// <summary>How long a released PIN rests before it may lead to another room; at least one day.</summary>
    // Thirty days: invitations with the old PIN lie in calendars for weeks, and nobody should land among strangers.
    public TimeSpan Quarantine { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many wrong PINs there may be in an hour, of all callers together, before tries are made harder for everybody; 1 to 1000000.</summary>
    // A hundred: a busy day's slips of the finger; with 13,000 rooms a guesser needs a month of them for an even chance.
    public int MaxWrongPerHour { get; set; } = 100;

    /// <summary>The same from one caller's number, before tries are made harder for this caller; 3 to 1000000.</summary>
    // Ten: three calls with all tries wrong. A school's switchboard is one number, and has more people who mistype.
    public int MaxWrongPerCaller { get; set; } = 10;

    /// <summary>The same through one trunk; as <see cref="MaxWrongPerHour"/> if unset.</summary>
    // Unset: most have one trunk. With several, half of the budget keeps an attack on one from the others.
    public int? MaxWrongPerTrunk { get; set; }

    /// <summary>Fewest free PINs: with fewer, the service adds more, or raises an alarm; 0 to 1000000.</summary>
    // A thousand: what a large site reserves in the minute until the service looks again.
    public int LowWater { get; set; } = 1_000;

    /// <summary>To how many free PINs the service fills the pool up when fewer than <see cref="LowWater"/> are left; 0: not at all.</summary>
    // Five thousand: made in a fraction of a second, and a day's ad hoc meetings.
    public int RefillTo { get; set; } = 5_000;
}
