using System.Globalization;
using DialIn.Pins;

namespace DialIn.Hosting.Commands;

/// <summary>How rooms and their PINs are written.</summary>
internal static class ReservationRows
{
    /// <summary>A table for people, a line for each room for scripts.</summary>
    public static void Write(IEnumerable<Reservation> reservations, Terminal terminal)
    {
        if (!terminal.IsForPeople)
        {
            foreach (var reservation in reservations)
            {
                terminal.Output.WriteLine(PlainLine(reservation));
            }

            return;
        }

        terminal.WriteRows(
            ["Meeting", "PIN", "since", "until"],
            reservations.Select(static r => (IReadOnlyList<string>)[r.MeetingId, r.Pin.RevealGrouped(), Time(r.AssignedAt), r.Until is { } until ? Time(until) : "released"]));
    }

    /// <summary>Meeting, PIN, since when, and until when if that is known, parted by tabs.</summary>
    public static string PlainLine(Reservation reservation) =>
        $"{reservation.MeetingId}\t{reservation.Pin.Reveal()}\t{Time(reservation.AssignedAt)}" + (reservation.Until is { } until ? $"\t{Time(until)}" : "");

    /// <summary>A moment, in UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
