namespace DialIn.Calls;

/// <summary>How many digits of an international number are its country code (ITU-T E.164: one to three, no code begins another one).</summary>
internal static class CountryCodes
{
    // Codes of two digits. All others have three, but for 1 (North America) and 7 (Russia, Kazakhstan).
    private static readonly HashSet<string> TwoDigits =
    [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66",
        "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];

    // Countries whose national numbers are dialled as they are, or behind another prefix than 0 (ITU-T E.164, national dialling).
    private static readonly HashSet<string> WithoutZero =
    [
        "1", "7", "30", "34", "36", "39", "45", "47", "48", "350", "351", "352", "354", "356", "357", "370", "371", "372", "376", "377", "378", "420", "423",
    ];

    /// <summary>Whether a 0 goes before national numbers in a country, and is left out behind the country code.</summary>
    public static bool DialsZero(ReadOnlySpan<char> code) => !WithoutZero.GetAlternateLookup<ReadOnlySpan<char>>().Contains(code);

    /// <summary>Length of the country code, 1 to 3.</summary>
    /// <param name="digits">An international number without its plus sign, at least three digits.</param>
    public static int LengthIn(ReadOnlySpan<char> digits) => digits[0] switch
    {
        '1' or '7' => 1,
        _ => TwoDigits.GetAlternateLookup<ReadOnlySpan<char>>().Contains(digits[..2]) ? 2 : 3,
    };
}
