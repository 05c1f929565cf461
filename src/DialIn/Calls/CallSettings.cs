using DialIn.Ivr;
using DialIn.Media.Codecs;

namespace DialIn.Calls;

/// <summary>What the machine of one call has to know beforehand.</summary>
internal sealed record CallSettings
{
    /// <summary>Languages, tries and time-outs of the PIN.</summary>
    public required PinEntrySettings PinEntry { get; init; }

    /// <summary>What the call's trunk may speak, the preferred one first.</summary>
    public IReadOnlyList<AudioCodec> TrunkCodecs { get; init; } = AudioCodec.All;

    /// <summary>What each BBB server may be offered; all three where a server is not in it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<AudioCodec>> ServerCodecs { get; init; } = new Dictionary<string, IReadOnlyList<AudioCodec>>();

    /// <summary>How long it rings before the answer.</summary>
    public TimeSpan RingFor { get; init; }

    /// <summary>How long to wait for a meeting that has not started.</summary>
    public required TimeSpan WaitForMeeting { get; init; }

    /// <summary>How long to look for a conference that was lost.</summary>
    public required TimeSpan ReconnectFor { get; init; }

    /// <summary>How long to wait for a meeting that has ended to be opened again.</summary>
    public TimeSpan WaitAfterEnd { get; init; }

    /// <summary>How many callers a meeting takes that does not say so; <see langword="null"/> for any number.</summary>
    public int? MaxCallers { get; init; }

    /// <summary>Which breakout rooms the caller may enter.</summary>
    public BreakoutAccess BreakoutRooms { get; init; } = BreakoutAccess.All;

    /// <summary>How long the call may last.</summary>
    public required TimeSpan MaxDuration { get; init; }

    /// <summary>How long the entry of the PIN may last in all.</summary>
    // Five minutes: three tries at the slowest pace fit in. Without it a '*' now and then would hold a line for ever.
    public TimeSpan EnterPinWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a look-up of a PIN may take.</summary>
    // Five seconds of silence are the most that a caller takes for a working line.
    public TimeSpan LookUpWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after its last digit a PIN is answered, for the first, second, … try; the last entry for all further ones.</summary>
    // The same time for each PIN, right or wrong, whatever made it wrong. The first: longer than a look-up takes, and yet the meeting
    // hears the caller within 50 ms. Growing: it slows guessing down, not people.
    public IReadOnlyList<TimeSpan> AnswerDelays { get; init; } = [TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    /// <summary>How long the tone sounds before a waiting caller hears the sentence again.</summary>
    public TimeSpan RepeatSentenceEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a conference server may take to answer.</summary>
    // FreeSWITCH answers within a second or is in trouble; another try is worth more than a longer wait.
    public TimeSpan ConferenceAnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an offer of the caller's side may wait for the conference to change its codec.</summary>
    // A server that is well answers at once. A carrier that waits much longer gives its offer up, and what is left is only transcoding.
    public TimeSpan OfferWaitsFor { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether keys are heard as tones in the caller's audio while the PIN is asked for.</summary>
    public bool ListensForTones { get; init; }

    /// <summary>Whether a fax machine is recognised before the first key, and its call ended.</summary>
    public bool ListensForFax { get; init; }

    /// <summary>How long no key must have been pressed before keys are commands.</summary>
    // The last keys of a PIN entry, such as a late '#', must not become commands.
    public TimeSpan ConferenceKeysAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a proof call's tone check may take.</summary>
    // A minute: it is over in ten seconds, and who has found the PIN by chance must not keep a line.
    public TimeSpan ProofWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after a '*' its key may take.</summary>
    // Ten seconds, as between two digits of a PIN: slow fingers, and a telephone that has to be taken from the ear.
    public TimeSpan CommandKeyWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a digit of a room's number the next one may take, where there may be one.</summary>
    // Three seconds: whoever knows two digits types them together; all others press '#', or wait that long.
    public TimeSpan RoomDigitWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long after the last change the caller is told of breakout rooms.</summary>
    // Rooms are opened one after the other, in a second or two; they are told of once.
    public TimeSpan TellRoomsAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long to wait before the directory is asked a second time whether the meeting goes on after its BYE.</summary>
    // BBB ends the conference first and the meeting an instant later.
    public TimeSpan AskAgainAfterBye { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>How long to wait between two tries at a conference that was lost. A call takes a time of its own near this one.</summary>
    public TimeSpan AskAgainAfterLoss { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the BYE of a conference may take once the directory says that the meeting has ended.</summary>
    public TimeSpan ByeWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a goodbye may take before the call ends without it.</summary>
    public TimeSpan GoodbyeWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The settings of one call.</summary>
    /// <param name="options">The operator's limits.</param>
    /// <param name="languages">Languages of the called number.</param>
    /// <param name="pinLength">Digits of a new PIN.</param>
    /// <param name="pinLengths">Digits of the PINs in use, where they are known.</param>
    public static CallSettings For(CallsOptions options, IReadOnlyList<string> languages, int pinLength, IReadOnlyList<int>? pinLengths = null) => new()
    {
        PinEntry = new PinEntrySettings { Languages = languages, PinLength = Math.Max(pinLength, (pinLengths ?? []).DefaultIfEmpty().Max()), PinLengths = pinLengths ?? [] },
        RingFor = options.RingFor,
        WaitForMeeting = options.WaitForMeeting,
        ReconnectFor = options.ReconnectFor,
        WaitAfterEnd = options.WaitAfterEnd,
        MaxCallers = options.MaxCallersPerMeeting,
        BreakoutRooms = options.BreakoutRooms,
        MaxDuration = options.MaxDuration,
    };
}
