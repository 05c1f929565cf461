namespace DialIn.Calls;

/// <summary>How a caller is told from others in the list of participants, where the front end has given no name.</summary>
internal enum CallerNameStyle
{
    /// <summary>By the number's last digits: <c>Telefon …34</c>.</summary>
    LastDigits,

    /// <summary>By the order in which callers came into the meeting: <c>Phone caller 1</c>. Nothing of the number is shown.</summary>
    Numbered,
}
