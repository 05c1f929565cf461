namespace DialIn.Simulator;

/// <summary>Which BigBlueButton a simulated server behaves as, where releases differ in what people see and in the messages on Redis.</summary>
public enum BbbVersion
{
    /// <summary>2.3: moderatorOnlyMessage in the chat panel of those who enter as moderator; chats have names, messages have colours.</summary>
    V23,

    /// <summary>2.4 and 2.5: the same panel; messages say whether they are emphasized instead of their colour.</summary>
    V25,

    /// <summary>2.7: the same panel; no names and colours any more.</summary>
    V27,

    /// <summary>3.0: moderatorOnlyMessage in the session details of those who are moderator now.</summary>
    V30,
}
