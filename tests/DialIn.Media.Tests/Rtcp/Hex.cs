namespace DialIn.Media.Tests.Rtcp;

/// <summary>RTCP packets written by hand from the drawings in RFC 3550 §6.</summary>
internal static class Hex
{
    /// <summary>An RR of 11223344 that has received nothing.</summary>
    public const string EmptyReport = "80C90001 11223344";

    /// <summary>What 11223344 says of our stream 0000BEEF: a quarter lost, two more received than expected, jitter 40.</summary>
    public const string OurBlock = "0000BEEF 40FFFFFE 00010005 00000028 00638000 00018000";

    /// <summary>An SR of 11223344, 100.5 s on its clock, 50 packets of 160 bytes, with <see cref="OurBlock"/>.</summary>
    public const string SenderReport = "81C8000C 11223344 00000064 80000000 00001F40 00000032 00001F40 " + OurBlock;

    /// <summary>The CNAME <c>a@b</c> of 11223344.</summary>
    public const string SourceDescription = "81CA0003 11223344 01036140 62000000";

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
