namespace DialIn.Ivr;

/// <summary>What a caller in a meeting asks for with the keys.</summary>
internal enum MeetingCommand
{
    /// <summary>To be muted, or to be heard again: <c>*6</c>.</summary>
    ToggleMute,

    /// <summary>To hear what the keys do: <c>*0</c>, and any other key after <c>*</c>, which means nothing.</summary>
    SayKeys,
}
