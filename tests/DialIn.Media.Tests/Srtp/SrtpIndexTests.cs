using DialIn.Media.Srtp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Srtp;

[Rfc(3711, "3.3.1")]
public class SrtpIndexTests
{
    [Theory]
    [InlineData(0x0_0005, 6, 0x0_0006)]
    [InlineData(0x0_FFFF, 0, 0x1_0000)] // wraps
    [InlineData(0x1_0000, 0xFFFF, 0x0_FFFF)] // overtaken by the wrap
    [InlineData(0x1_7FFF, 0xFFFF, 0x1_FFFF)] // a gap of exactly half the numbers is still the same round
    [InlineData(0x1_8000, 0x0000, 0x1_0000)]
    [InlineData(0x1_8001, 0x0000, 0x2_0000)]
    [InlineData(0xFFFF_FFFF_FFFF, 0, 0)] // 32 bits of rollover counter, and no more
    [InlineData(0x0_0000, 0xFFFF, 0xFFFF_FFFF_FFFF)]
    public void Estimate_IsTheClosestIndex(long highest, ushort sequenceNumber, long expected) =>
        Assert.Equal(expected, SrtpIndex.Estimate(highest, sequenceNumber));

    [Fact]
    public void Estimate_OfEveryStepUpToHalfTheNumbers_IsRight()
    {
        for (var highest = 0x1_0000L; highest < 0x3_0000; highest += 997)
        {
            for (var step = -0x7FFF; step <= 0x7FFF; step += 613)
            {
                Assert.Equal(highest + step, SrtpIndex.Estimate(highest, (ushort)(highest + step)));
            }
        }
    }
}
