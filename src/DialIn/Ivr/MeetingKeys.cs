namespace DialIn.Ivr;

/// <summary>
/// The keys of a caller in a meeting: <c>*</c> and what is behind it. All else means nothing, for a cheek presses keys too. A pure
/// function and a plain value: where the caller is on the way to a command.
/// </summary>
/// <remarks>
/// <c>*6</c>, <c>*0</c> and <c>**</c> are complete with the last key. A room's number is complete as soon as it cannot be the
/// beginning of another one, with <c>#</c>, with its second digit, or after a pause. Only where there is a room 6, <c>*6</c> is its
/// number or the mute: with <c>#</c> the room, alone the mute.
/// </remarks>
/// <param name="IsOpen">Whether a <c>*</c> waits for its key.</param>
/// <param name="Digit">The first digit of a room's number that waits for more; 0 for none.</param>
internal readonly record struct MeetingKeys(bool IsOpen, int Digit = 0)
{
    private const int MuteDigit = 6;

    /// <summary>Takes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="lastRoom">The highest number of a room; 0 if there is none, <see langword="null"/> if there never will be.</param>
    /// <param name="command">The command that it completes; null if it completes none.</param>
    /// <returns>Where the caller is then.</returns>
    public MeetingKeys Press(TelephoneKey key, int? lastRoom, out MeetingCommand? command)
    {
        command = null;
        if (!IsOpen)
        {
            return new MeetingKeys(IsOpen: key == TelephoneKey.Star);
        }

        if (Digit == 0)
        {
            return First(key, lastRoom, out command);
        }

        if (key == TelephoneKey.Star)
        {
            // Whoever has mistyped begins anew.
            return new MeetingKeys(IsOpen: true);
        }

        command = key.IsDigit ? new EnterRoom((Digit * 10) + ValueOf(key)) : key == TelephoneKey.Hash ? new EnterRoom(Digit) : new SayKeys();
        return default;
    }

    /// <summary>No further key has come.</summary>
    /// <returns>The command that is complete by that; null if none is.</returns>
    public MeetingCommand? Pause() => Digit switch
    {
        0 => null,
        MuteDigit => new ToggleMute(),
        _ => new EnterRoom(Digit),
    };

    private static MeetingKeys First(TelephoneKey key, int? lastRoom, out MeetingCommand? command)
    {
        var digit = key.IsDigit ? ValueOf(key) : 0;
        command = digit switch
        {
            MuteDigit => lastRoom is >= MuteDigit ? null : new ToggleMute(),
            > 0 when lastRoom is { } last => last > 0 && digit * 10 > last ? new EnterRoom(digit) : null,
            _ when key == TelephoneKey.Star && lastRoom is not null => new LeaveRoom(),
            _ => new SayKeys(),
        };
        return command is null ? new MeetingKeys(IsOpen: true, digit) : default;
    }

    private static int ValueOf(TelephoneKey digit) => digit.Reveal() - '0';
}
