using DialIn.Calls;

namespace DialIn.Tests.Calls;

public class GuessersTests
{
    private const string Number = "+4915112345634";
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];

    [Fact]
    public void Caller_IsAKeyedHash_TheSameInEachCall()
    {
        var guesser = Guessers.Of(Facts("call-1", "carrier", Number), Key);

        Assert.Matches("^[0-9a-f]{32}$", guesser.Caller);
        Assert.Equal(guesser, Guessers.Of(Facts("call-2", "carrier", Number), Key));
        Assert.NotEqual(guesser.Caller, Guessers.Of(Facts("call-1", "carrier", Number), [.. Key.Reverse()]).Caller);
        Assert.NotEqual(guesser.Caller, Guessers.Of(Facts("call-1", "carrier", "+4915112345635"), Key).Caller);
    }

    [Fact]
    public void Caller_IsNotThePseudonymThatServersSee()
    {
        var pseudonym = Pseudonym.For(CallerNumber.Parse(Number), "call-1", Key);
        var hash = Guessers.Of(Facts("call-1", "carrier", Number), Key).Caller!;
        // The pseudonym is eight bytes of a hash, modulo 10^12.
        Assert.NotEqual(pseudonym.Number[3..], (Convert.ToUInt64(hash[..16], 16) % 1_000_000_000_000).ToString("D12", null));
    }

    [Fact]
    public void WithheldNumber_IsNoCaller() => Assert.Null(Guessers.Of(Facts("call-1", "carrier", "anonymous"), Key).Caller);

    [Fact]
    public void AccountsOfATrunk_AreOneTrunk() => Assert.Equal("carrier", Guessers.Of(Facts("call-1", "carrier/second", Number), Key).Trunk);

    private static CallFacts Facts(string id, string trunk, string caller) =>
        new(id, trunk, "+4961511234567", ["de"], CallerNumber.Parse(caller), InBandDigits.Never);
}
