using DialIn.Pins;
using PhoneNumbers;

namespace DialIn.Announcements;

/// <summary>A telephone number as people read it, and as their telephones dial it.</summary>
internal static class PhoneLink
{
    /// <summary>In the groups of its own country: <c>+49 6151 1234567</c> (ITU-T E.123). As it is, where no country writes such numbers.</summary>
    /// <param name="number">E.164, with its plus sign.</param>
    public static string Readable(string number)
    {
        try
        {
            var numbers = PhoneNumberUtil.GetInstance();
            return numbers.Format(numbers.Parse(number, defaultRegion: null), PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return number;
        }
    }

    /// <summary>
    /// A link that dials the number, waits, and types the PIN: <c>tel:+4961511234567,,123456789</c>. RFC 3966 has no pause; two
    /// commas, two seconds each, are what Android and iOS dial. No '#' follows, because iOS dials no link that has one, encoded or
    /// not, and the bridge needs none: a PIN is complete with its last digit.
    /// </summary>
    /// <param name="number">E.164, with its plus sign.</param>
    /// <param name="pin">The PIN.</param>
    public static string OneTap(string number, Pin pin) => $"tel:{number},,{pin.Reveal()}";
}
