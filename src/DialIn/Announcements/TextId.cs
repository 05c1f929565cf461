namespace DialIn.Announcements;

/// <summary>
/// All that DialIn writes for people. Each is a line in <c>Prompts/&lt;language&gt;/messages.json</c> under the same name in small
/// letters with dashes (<see cref="HowToCall"/>: <c>how-to-call</c>). Plain text; the signs in braces are filled in.
/// </summary>
internal enum TextId
{
    /// <summary>The language's name in itself: <c>Deutsch</c>.</summary>
    Language,

    /// <summary>A caller in the list of participants; <c>{caller}</c>, such as <c>…34</c>.</summary>
    Caller,

    /// <summary>A caller who is only numbered; <c>{caller}</c>, such as <c>1</c>.</summary>
    NumberedCaller,

    /// <summary>First line of an invitation; <c>{meeting}</c>.</summary>
    Invitation,

    /// <summary>One telephone number; <c>{number}</c>, with its label and languages.</summary>
    Number,

    /// <summary>The PIN; <c>{pin}</c>.</summary>
    Pin,

    /// <summary>What a caller does, for somebody who has never done it.</summary>
    HowToCall,

    /// <summary>The link that dials number and PIN; <c>{link}</c>.</summary>
    OneTap,

    /// <summary>Heading of the moderators' message.</summary>
    ModeratorTitle,

    /// <summary>What moderators do with number and PIN.</summary>
    ModeratorHint,

    /// <summary>The moderators' message in one piece, for a chat; <c>{number}</c>, of all numbers, and <c>{pin}</c>.</summary>
    ModeratorChat,

    /// <summary>Where moderators find number and PIN, for everybody to read. Neither of the two is in it.</summary>
    PublicHint,
}
