using System.Buffers;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Tests.Transports;

public class ReceiveBufferTests
{
    [Fact]
    public void Bytes_StayInOrder_WhileTheBufferGrowsAndMoves()
    {
        var buffer = new ReceiveBuffer();
        byte written = 0;
        byte read = 0;
        for (var round = 0; round < 2000; round++)
        {
            var free = buffer.Free();
            Assert.False(free.IsEmpty);
            var count = Math.Min(free.Length, 1 + (round * 7 % 1500));
            for (var i = 0; i < count; i++)
            {
                free.Span[i] = written++;
            }

            buffer.Add(count);
            // Most rounds leave something behind; some take everything.
            var left = round % 10 == 9 ? 0 : buffer.Pending.Length * 2 / 3;
            foreach (var value in buffer.Pending.Slice(0, buffer.Pending.Length - left).ToArray())
            {
                Assert.Equal(read++, value);
            }

            buffer.Keep(left);
        }
    }

    [Fact]
    public void Buffer_GrownForOneMessage_ShrinksAgain()
    {
        var buffer = new ReceiveBuffer();
        while (buffer.Pending.Length < 100_000)
        {
            buffer.Add(buffer.Free().Length);
        }

        Assert.Equal(131_072, buffer.Pending.Length);
        buffer.Keep(0);
        Assert.Equal(4096, buffer.Free().Length);
    }
}
