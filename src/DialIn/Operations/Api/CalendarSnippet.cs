using DialIn.Announcements;
using DialIn.Pins;
using Ical.Net;
using Ical.Net.Serialization;

namespace DialIn.Operations.Api;

/// <summary>
/// Lines for an event (VEVENT) that the front end writes itself, since it alone knows when the meeting is: what to read, and each number as
/// something to dial (RFC 7986 §5.11). Folded and escaped as RFC 5545 §3.1 and §3.3.11 want it, each line with its CRLF.
/// </summary>
internal static class CalendarSnippet
{
    /// <summary>Writes the lines.</summary>
    /// <param name="language">Language of the text.</param>
    /// <param name="invitation">The text.</param>
    /// <param name="numbers">Numbers to dial.</param>
    /// <param name="pin">The room's PIN.</param>
    public static string Of(string language, string invitation, IEnumerable<DialInNumber> numbers, Pin pin)
    {
        var serializer = new PropertySerializer(SerializationContext.Default);
        var description = new CalendarProperty("DESCRIPTION", invitation);
        description.AddParameter("LANGUAGE", language);
        return string.Concat(numbers
            .Select(number =>
            {
                var conference = new CalendarProperty("CONFERENCE", new Uri(PhoneLink.OneTap(number.Number, pin)));
                conference.AddParameter("VALUE", "URI");
                conference.AddParameter("FEATURE", "PHONE");
                conference.AddParameter("LABEL", number.Label ?? PhoneLink.Readable(number.Number));
                return conference;
            })
            .Prepend(description)
            .Select(serializer.SerializeToString));
    }
}
