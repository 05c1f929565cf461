using System.Buffers.Binary;
using DialIn.Simulator.Audio;

namespace DialIn.Simulator.Tests.Audio;

public class JitterBufferTests
{
    [Fact]
    public void PacketsInOrder_ComeOutInOrder_AfterTheShortestDelay()
    {
        var buffer = new JitterBuffer();
        Add(buffer, 10);
        Assert.Equal(JitterTake.Waiting, buffer.Take(out _));
        Add(buffer, 11);
        Assert.Equal(10, TakePacket(buffer));
        Add(buffer, 12);
        Assert.Equal(11, TakePacket(buffer));
    }

    [Fact]
    public void SequenceNumber_WrapsAround_NothingIsLost()
    {
        var buffer = new JitterBuffer();
        var taken = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            Add(buffer, (ushort)(65530 + i));
            if (buffer.Take(out var payload) == JitterTake.Packet)
            {
                taken.Add(Number(payload));
            }
        }

        Assert.Equal([65530, 65531, 65532, 65533, 65534, 65535, 0, 1, 2], taken);
        Assert.Equal(0, buffer.Lost);
    }

    [Fact]
    public void SwappedPackets_AtTheVeryStart_ComeOutInOrder()
    {
        var buffer = new JitterBuffer();
        Add(buffer, 1);
        Add(buffer, 0);
        Assert.Equal(0, TakePacket(buffer));
        Assert.Equal(1, TakePacket(buffer));
    }

    [Fact]
    public void SwappedPackets_BeforeTheFirstNumberZero_ComeOutInOrder()
    {
        var buffer = new JitterBuffer();
        Add(buffer, 0);
        Add(buffer, 65535);
        Assert.Equal(65535, TakePacket(buffer));
        Assert.Equal(0, TakePacket(buffer));
    }

    [Fact]
    public void Duplicate_IsPlayedOnce()
    {
        var buffer = new JitterBuffer();
        Add(buffer, 5);
        Add(buffer, 6);
        Add(buffer, 6);
        Assert.Equal(5, TakePacket(buffer));
        Assert.Equal(6, TakePacket(buffer));
        Assert.Equal(JitterTake.Waiting, buffer.Take(out _));
        Assert.Equal(1, buffer.Duplicates);
    }

    [Fact]
    public void MissingPacket_IsLost_AndTheNextIsPlayed()
    {
        var buffer = new JitterBuffer();
        Add(buffer, 1);
        Add(buffer, 2);
        Add(buffer, 4);
        Assert.Equal(1, TakePacket(buffer));
        Assert.Equal(2, TakePacket(buffer));
        Assert.Equal(JitterTake.Lost, buffer.Take(out _));
        Assert.Equal(4, TakePacket(buffer));
        Assert.Equal(1, buffer.Lost);
    }

    [Fact]
    public void LatePacket_MakesTheDelayLonger()
    {
        var buffer = new JitterBuffer();
        Add(buffer, 1);
        Add(buffer, 3);
        _ = TakePacket(buffer);
        _ = buffer.Take(out _);
        Add(buffer, 2);
        Assert.Equal(1, buffer.Late);
        Assert.Equal(JitterBuffer.ShortestDelay + 1, buffer.Delay);
    }

    [Fact]
    public void Burst_LargerThanTheBuffer_KeepsTheNewest()
    {
        var buffer = new JitterBuffer();
        for (ushort i = 0; i < 400; i++)
        {
            Add(buffer, i);
        }

        Assert.Equal(JitterBuffer.Capacity, buffer.Count);
        Assert.Equal(400 - JitterBuffer.Capacity, TakePacket(buffer));
    }

    [Fact]
    public void BurstAfterAStallOfTheSender_IsCaughtUpInSmallSteps()
    {
        const int stall = 100;
        var buffer = new JitterBuffer();
        ushort number = 0;
        for (var step = 0; step < 200; step++)
        {
            Add(buffer, number++);
            buffer.Take(out _);
        }

        for (var step = 0; step < stall; step++)
        {
            buffer.Take(out _);
        }

        for (var i = 0; i < stall; i++)
        {
            Add(buffer, number++);
        }

        Assert.Equal(0, buffer.Discarded);

        // A hole of more than a quarter of a second would cut a word out.
        const int largestHole = 13;
        for (var step = 0; step < 3000; step++)
        {
            var before = buffer.Discarded;
            Add(buffer, number++);
            buffer.Take(out _);
            Assert.InRange(buffer.Discarded - before, 0, largestHole);
        }

        Assert.InRange(buffer.Count, 1, JitterBuffer.ShortestDelay + 1);
        Assert.InRange(buffer.Discarded, 1, stall + 2);
    }

    [Fact]
    public void LargeStep_BeginsANewStream()
    {
        var buffer = new JitterBuffer();
        Add(buffer, 1);
        Add(buffer, 2);
        _ = TakePacket(buffer);
        Add(buffer, 30000);
        Add(buffer, 30001);
        Assert.Equal(30000, TakePacket(buffer));
    }

    [Fact]
    public void ClockFasterThanOurs_DelayStaysBounded()
    {
        var buffer = new JitterBuffer();
        ushort number = 0;
        for (var i = 0; i < 20_000; i++)
        {
            Add(buffer, number++);
            if (i % 100 == 0)
            {
                Add(buffer, number++);
            }

            _ = buffer.Take(out _);
        }

        Assert.InRange(buffer.Count, 1, 6);
    }

    [Theory]
    [InlineData(1UL, 0, 0, 0)]
    [InlineData(2UL, 5, 0, 0)]
    [InlineData(3UL, 0, 20, 2)]
    [InlineData(4UL, 0, 30, 4)]
    [InlineData(5UL, 10, 20, 3)]
    [InlineData(6UL, 30, 30, 5)]
    public void LossAndReorder_Seeded_PlaysEachPacketOnceInOrder(ulong seed, int loss, int delayed, int mostFrames)
    {
        const int packets = 3000;
        var random = new SeededRandom(seed);
        var arrivals = new List<ushort>[packets + 10];
        var sent = 0;
        for (var i = 0; i < packets; i++)
        {
            if (!random.Chance(loss))
            {
                var at = i + (random.Chance(delayed) ? 1 + random.Below(mostFrames) : 0);
                (arrivals[at] ??= []).Add((ushort)(i + 60_000));
                sent++;
            }
        }

        var buffer = new JitterBuffer();
        var played = new List<int>();
        for (var frame = 0; frame < arrivals.Length + JitterBuffer.LongestDelay; frame++)
        {
            foreach (var number in frame < arrivals.Length ? arrivals[frame] ?? [] : [])
            {
                Add(buffer, number);
            }

            if (buffer.Take(out var payload) == JitterTake.Packet)
            {
                played.Add((ushort)(Number(payload) - 60_000));
            }
        }

        Assert.Equal(played.Order().Distinct(), played);
        Assert.Equal(sent, played.Count + buffer.Late + buffer.Discarded + buffer.Count);
        // Once the delay has adapted, next to nothing that arrived is thrown away.
        Assert.InRange(played.Count, (int)(sent * 0.97), sent);
    }

    private static void Add(JitterBuffer buffer, ushort number)
    {
        Span<byte> payload = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, number);
        buffer.Add(number, payload);
    }

    private static int TakePacket(JitterBuffer buffer)
    {
        Assert.Equal(JitterTake.Packet, buffer.Take(out var payload));
        return Number(payload);
    }

    private static int Number(ReadOnlyMemory<byte> payload) => BinaryPrimitives.ReadUInt16BigEndian(payload.Span);
}
