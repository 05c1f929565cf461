using DialIn.Announcements;
using DialIn.Pins;

namespace DialIn.Operations.Api;

/// <summary>Writes of a reservation all that a front end wants to show: numbers, links, texts.</summary>
internal sealed class RoomDesk(DialInTexts texts)
{
    /// <summary>Languages of the texts.</summary>
    public IReadOnlyList<string> Languages => texts.Languages;

    /// <summary>Numbers that people dial.</summary>
    public IReadOnlyList<DialInNumber> Numbers => texts.Numbers;

    /// <summary>The room's answer, PIN included.</summary>
    public RoomAnswer AnswerOf(Reservation reservation)
    {
        var name = reservation.Name ?? reservation.MeetingId;
        var invitation = texts.Languages.ToDictionary(static language => language, language => texts.Invitation(language, name, reservation.Pin), StringComparer.Ordinal);
        return new RoomAnswer(
            reservation.MeetingId,
            reservation.Pin.Reveal(),
            reservation.Pin.RevealGrouped(),
            reservation.Name,
            reservation.Language,
            reservation.AssignedAt,
            reservation.Until,
            [.. texts.Numbers.Select(number => AnswerOf(number, reservation))],
            invitation,
            invitation.ToDictionary(
                static text => text.Key, text => CalendarSnippet.Of(text.Key, text.Value, texts.Numbers, reservation.Pin), StringComparer.Ordinal));
    }

    /// <summary>The room as lists show it.</summary>
    public static RoomEntry EntryOf(Reservation reservation) =>
        new(reservation.MeetingId, reservation.Name, reservation.Language, reservation.AssignedAt, reservation.Until);

    /// <summary>Path of a room.</summary>
    public static string PathOf(string meetingId) => $"/api/v1/meetings/{Uri.EscapeDataString(meetingId)}";

    private static NumberAnswer AnswerOf(DialInNumber number, Reservation reservation)
    {
        var path = PathOf(reservation.MeetingId);
        var query = $"number={Uri.EscapeDataString(number.Number)}";
        return new NumberAnswer(
            number.Number, number.Label, number.Languages, PhoneLink.OneTap(number.Number, reservation.Pin), $"{path}/qr.png?{query}", $"{path}/qr.svg?{query}");
    }
}
