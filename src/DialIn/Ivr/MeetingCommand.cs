namespace DialIn.Ivr;

/// <summary>What a caller in a meeting asks for with the keys.</summary>
internal abstract record MeetingCommand;

/// <summary>To be muted, or to be heard again: <c>*6</c>.</summary>
internal sealed record ToggleMute : MeetingCommand;

/// <summary>To hear what the keys do: <c>*0</c>, and whatever means nothing after a <c>*</c>.</summary>
internal sealed record SayKeys : MeetingCommand;

/// <summary>To go to a breakout room: <c>*</c> and its number.</summary>
internal sealed record EnterRoom(int Room) : MeetingCommand;

/// <summary>To come back from it: <c>**</c>.</summary>
internal sealed record LeaveRoom : MeetingCommand;
