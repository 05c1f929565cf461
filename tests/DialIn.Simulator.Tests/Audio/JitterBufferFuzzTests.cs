using System.Buffers.Binary;
using DialIn.Simulator.Audio;

namespace DialIn.Simulator.Tests.Audio;

/// <summary>Whatever comes, in whatever order: what the buffer says of itself adds up, and it never plays backwards.</summary>
public class JitterBufferFuzzTests
{
    public static TheoryData<ulong> Seeds => new(Enumerable.Range(1, 50).Select(seed => (ulong)seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void HostileArrivals_CountsAddUp_AndOrderHolds(ulong seed)
    {
        var random = new SeededRandom(seed);
        var buffer = new JitterBuffer();
        long added = 0, played = 0, number = 65_000;
        long? last = null;
        for (var step = 0; step < 5000; step++)
        {
            for (var burst = random.Below(3); burst > 0; burst--)
            {
                number += random.Below(20) == 0 ? random.Below(40) : 1;
                Add(buffer, number - (random.Chance(20) ? random.Below(15) : 0));
                added++;
            }

            if (buffer.Take(out var payload) == JitterTake.Packet)
            {
                var taken = BinaryPrimitives.ReadInt64BigEndian(payload.Span);
                Assert.True(last is null || taken > last, $"{taken} after {last} in step {step}");
                last = taken;
                played++;
            }

            Assert.InRange(buffer.Count, 0, JitterBuffer.Capacity);
            Assert.InRange(buffer.Delay, JitterBuffer.ShortestDelay, JitterBuffer.LongestDelay);
            Assert.Equal(added, played + buffer.Count + buffer.Late + buffer.Duplicates + buffer.Discarded);
        }
    }

    [Fact]
    public void Drought_EndsInASteadyStream_WithNothingLost()
    {
        var buffer = new JitterBuffer();
        long number = 0, played = 0;
        for (var step = 0; step < 300; step++)
        {
            if (step is < 100 or >= 150)
            {
                Add(buffer, number++);
            }

            played += buffer.Take(out _) == JitterTake.Packet ? 1 : 0;
        }

        Assert.Equal(0, buffer.Lost);
        Assert.InRange(played, number - buffer.Delay - 1, number);
    }

    [Fact]
    public void QuietTimes_MakeTheDelayShortAgain()
    {
        var buffer = new JitterBuffer();
        Add(buffer, 0);
        Add(buffer, 5);
        for (var i = 0; i < 6; i++)
        {
            buffer.Take(out _);
        }

        for (var late = 1; late < 5; late++)
        {
            Add(buffer, late);
        }

        Assert.Equal(JitterBuffer.ShortestDelay + 4, buffer.Delay);
        for (var step = 6; step < 4000; step++)
        {
            Add(buffer, step);
            buffer.Take(out _);
        }

        Assert.Equal(JitterBuffer.ShortestDelay, buffer.Delay);
        Assert.InRange(buffer.Count, 1, JitterBuffer.ShortestDelay);
    }

    [Fact]
    public void Reset_ForgetsEverythingButTheCounts()
    {
        var buffer = new JitterBuffer();
        Add(buffer, 1);
        Add(buffer, 2);
        buffer.Reset();
        Assert.Equal(0, buffer.Count);
        Assert.Equal(JitterTake.Waiting, buffer.Take(out _));
        Add(buffer, 40_000);
        Add(buffer, 40_001);
        Assert.Equal(JitterTake.Packet, buffer.Take(out _));
    }

    private static void Add(JitterBuffer buffer, long number)
    {
        Span<byte> payload = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(payload, number);
        buffer.Add((ushort)number, payload);
    }
}
