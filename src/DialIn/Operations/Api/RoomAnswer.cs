using System.ComponentModel;

namespace DialIn.Operations.Api;

/// <summary>A room with its PIN, and all that an invitation needs.</summary>
internal sealed record RoomAnswer(
    [property: Description("The meeting's external id, BBB's meetingID.")] string MeetingId,
    [property: Description("The PIN: 5 to 12 digits.")] string Pin,
    [property: Description("The PIN in groups of three, as it is printed and read aloud.")] string PinGrouped,
    [property: Description("What the room is called; null if nobody has said it.")] string? Name,
    [property: Description("Language of the room's moderators; null if nobody has said it.")] string? Language,
    [property: Description("When the room got this PIN.")] DateTimeOffset ReservedAt,
    [property: Description("When the PIN ends; null: when it is released.")] DateTimeOffset? Until,
    [property: Description("The numbers to dial.")] IReadOnlyList<NumberAnswer> Numbers,
    [property: Description("By language: text of an invitation, with numbers, PIN and a link that dials both.")] IReadOnlyDictionary<string, string> Invitation,
    [property: Description("By language: lines for an iCalendar event (VEVENT), with a DESCRIPTION and a CONFERENCE (RFC 7986) for each number.")] IReadOnlyDictionary<string, string> Calendar);

/// <summary>A number to dial.</summary>
internal sealed record NumberAnswer(
    [property: Description("The number in E.164.")] string Number,
    [property: Description("What is written beside it, such as a town; null for nothing.")] string? Label,
    [property: Description("Languages in which it answers, the first one spoken first.")] IReadOnlyList<string> Languages,
    [property: Description("A link that dials the number and then types the PIN (tel:, RFC 3966).")] string OneTap,
    [property: Description("Path of the link as a QR code, PNG. It needs the token too.")] string QrPng,
    [property: Description("The same as SVG.")] string QrSvg);

/// <summary>A room of the list. Its PIN is in the answer for the room alone.</summary>
internal sealed record RoomEntry(
    [property: Description("The meeting's external id, BBB's meetingID.")] string MeetingId,
    [property: Description("What the room is called; null if nobody has said it.")] string? Name,
    [property: Description("Language of the room's moderators; null if nobody has said it.")] string? Language,
    [property: Description("When the room got its PIN.")] DateTimeOffset ReservedAt,
    [property: Description("When the PIN ends; null: when it is released.")] DateTimeOffset? Until);
