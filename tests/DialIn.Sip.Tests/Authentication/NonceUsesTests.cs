using DialIn.Sip.Authentication;
using DialIn.Sip.Tests.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Authentication;

[Rfc(7616, "3.4")]
public class NonceUsesTests
{
    private static readonly DigestNonce Nonce = new(IssuedAt: 1000, Id: 1);

    [Fact]
    public void Count_IsGoodOnce_InAnyOrderWithinTheWindow()
    {
        var uses = new NonceUses(10);

        Assert.True(uses.TryUse(Nonce, 1));
        Assert.False(uses.TryUse(Nonce, 1));
        Assert.True(uses.TryUse(Nonce, 3));
        Assert.True(uses.TryUse(Nonce, 2));
        Assert.False(uses.TryUse(Nonce, 2));
        Assert.False(uses.TryUse(Nonce, 3));
        Assert.True(uses.TryUse(new DigestNonce(1000, 2), 1));
    }

    [Fact]
    public void Count_TooFarBehind_IsRefused_AlsoIfItWasNeverUsed()
    {
        var uses = new NonceUses(10);

        Assert.True(uses.TryUse(Nonce, uint.MaxValue));
        Assert.False(uses.TryUse(Nonce, uint.MaxValue));
        Assert.True(uses.TryUse(Nonce, uint.MaxValue - 63));
        Assert.False(uses.TryUse(Nonce, uint.MaxValue - 64));
        Assert.False(uses.TryUse(Nonce, 1));
    }

    [Fact]
    public void NonceThatWasForgotten_IsNeverGoodAgain()
    {
        var uses = new NonceUses(2);
        for (var id = 1u; id <= 3; id++)
        {
            Assert.True(uses.TryUse(new DigestNonce(id, id), 1));
        }

        Assert.Equal(2, uses.Remembered);
        Assert.False(uses.TryUse(new DigestNonce(1, 1), 1));
        Assert.False(uses.TryUse(new DigestNonce(1, 99), 1));
        uses.ForgetUpTo(2);
        Assert.Equal(1, uses.Remembered);
        Assert.False(uses.TryUse(new DigestNonce(2, 2), 2));
        Assert.False(uses.TryUse(new DigestNonce(3, 3), 1));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void RandomWalk_NoCountIsEverGoodTwice_AndMemoryIsBounded(ulong seed)
    {
        var dice = new SeededRandom(seed);
        var uses = new NonceUses(20);
        var used = new HashSet<(DigestNonce, uint)>();
        var refused = 0;
        for (var step = 0; step < 50_000; step++)
        {
            // Time goes on, old nonces come back, counts jump.
            var issued = Math.Max(0, (step / 100) - dice.Next(30));
            var nonce = new DigestNonce(issued, (ulong)dice.Next(3));
            var count = 1 + (uint)dice.Next(dice.Next(2) == 0 ? 100 : 10_000);
            if (uses.TryUse(nonce, count))
            {
                Assert.True(used.Add((nonce, count)), $"{nonce} {count} was good twice");
            }
            else
            {
                refused++;
            }

            if (dice.Next(1000) == 0)
            {
                uses.ForgetUpTo(issued - 10);
            }

            Assert.InRange(uses.Remembered, 0, 20);
        }

        Assert.InRange(refused, 1, 49_999);
        Assert.NotEmpty(used);
    }
}
