using DialIn.Media.Dtmf;
using DialIn.Testing;

namespace DialIn.Media.Tests.Dtmf;

public class TelephoneEventTests
{
    [Fact]
    [Rfc(4733, "2.3")]
    public void Write_PutsEveryFieldInItsPlace()
    {
        var payload = new byte[4];
        new TelephoneEvent(11, End: true, Volume: 10, Duration: 0x0320).Write(payload);

        Assert.Equal([11, 0x8A, 0x03, 0x20], payload);
        Assert.True(TelephoneEvent.TryParse(payload, out var parsed));
        Assert.Equal(new TelephoneEvent(11, true, 10, 800), parsed);
    }

    [Fact]
    [Rfc(4733, "3.2")]
    public void Digit_SixteenKeys_AndNoOther()
    {
        Assert.Equal("0123456789*#ABCD", string.Concat(Enumerable.Range(0, 16).Select(code => new TelephoneEvent((byte)code, false, 0, 0).Digit)));
        Assert.All(Enumerable.Range(16, 240), code => Assert.Null(new TelephoneEvent((byte)code, false, 0, 0).Digit));
    }

    [Theory]
    [InlineData('0', true, 0)]
    [InlineData('9', true, 9)]
    [InlineData('#', true, 11)]
    [InlineData('d', true, 15)]
    [InlineData('E', false, 0)]
    [InlineData(' ', false, 0)]
    [InlineData('\0', false, 0)]
    public void TryGetCode_TellsKeysFromOthers(char digit, bool isKey, byte code)
    {
        Assert.Equal(isKey, TelephoneEvent.TryGetCode(digit, out var actual));
        Assert.Equal(code, actual);
    }

    [Fact]
    public void TryParse_ReservedBitSet_IsIgnored()
    {
        Assert.True(TelephoneEvent.TryParse([1, 0x40 | 5, 0, 160], out var parsed));
        Assert.Equal(new TelephoneEvent(1, false, 5, 160), parsed);
    }

    [Fact]
    public void TryParse_EveryProperPrefix_IsRefused()
    {
        for (var length = 0; length < TelephoneEvent.Length; length++)
        {
            Assert.False(TelephoneEvent.TryParse(new byte[length], out _));
        }
    }
}
