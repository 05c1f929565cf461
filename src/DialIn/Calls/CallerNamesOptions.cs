namespace DialIn.Calls;

/// <summary>Section <c>DialIn:CallerNames</c>: what a meeting sees of its callers.</summary>
internal sealed class CallerNamesOptions
{
    /// <summary>How callers are told apart.</summary>
    // Last digits: participants recognise the one whom they know, and nobody else learns a number.
    public CallerNameStyle Style { get; set; } = CallerNameStyle.LastDigits;

    /// <summary>How many of the number's last digits are shown, 0 to 4. 0: three letters instead, always the same for a caller.</summary>
    // Two: a hundred different ones tell the callers of a meeting apart, and ten million people have the same two.
    public int Digits { get; set; } = 2;

    /// <summary>How long a name that the front end has given for a number is kept after it was given last; 1 d to 10 years.</summary>
    // A year: a front end that still knows the person says so again; one that was switched off leaves nothing behind for ever.
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(365);
}
