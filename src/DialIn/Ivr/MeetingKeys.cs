namespace DialIn.Ivr;

/// <summary>
/// The keys of a caller in a meeting: <c>*</c> and a key behind it. All else means nothing, for a cheek presses keys too. A pure
/// function and a plain value: where the caller is on the way to a command.
/// </summary>
/// <remarks>
/// Every command begins with <c>*</c> and ends with the next key, so that none has to wait for a pause; <c>**</c> is still free, and
/// so are <c>*1</c> to <c>*5</c> and <c>*7</c> to <c>*9</c>. A <c>*</c> that is pressed twice begins anew.
/// </remarks>
/// <param name="IsOpen">Whether a <c>*</c> waits for its key.</param>
internal readonly record struct MeetingKeys(bool IsOpen)
{
    /// <summary>Takes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="command">The command that it completes; null if it completes none.</param>
    /// <returns>Where the caller is then.</returns>
    public MeetingKeys Press(TelephoneKey key, out MeetingCommand? command)
    {
        command = null;
        if (key == TelephoneKey.Star)
        {
            return new MeetingKeys(IsOpen: true);
        }

        if (IsOpen)
        {
            command = key.Reveal() == '6' ? MeetingCommand.ToggleMute : MeetingCommand.SayKeys;
        }

        return default;
    }
}
