namespace DialIn.Tests;

/// <summary>Ports for the media of the bridges in these tests. The end-to-end tests take theirs above; a capture of one must not hold packets of another. Enough for 1,000 calls, and below 5060, which the demo wants.</summary>
internal static class TestPorts
{
    public const int First = 1_056;
    public const int Last = 5_055;

    /// <summary>The same as an option.</summary>
    public const string Range = "1056-5055";
}
