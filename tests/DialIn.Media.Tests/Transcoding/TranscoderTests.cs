using DialIn.Media.Codecs;
using DialIn.Media.Rtp;
using DialIn.Media.Transcoding;
using DialIn.Testing;

namespace DialIn.Media.Tests.Transcoding;

/// <summary>What becomes of a source's packets in their order, 20 ms each: numbers that went out, <c>'</c> for those that were made up.</summary>
public class TranscoderTests
{
    private readonly Transcoder _transcoder = new(AudioCodec.Pcmu, AudioCodec.Pcma);
    private readonly List<(ushort Sequence, uint Timestamp, int Length, bool Marker)> _out = [];
    private TimeSpan _now = TimeSpan.FromSeconds(10);

    [Fact]
    public void InOrder_GoesOutAtOnce_UnderItsOwnNumbers()
    {
        foreach (var number in Enumerable.Range(65_534, 5))
        {
            Assert.Equal(1, Send(number, marker: number == 65_534));
        }

        Assert.Equal([65_534, 65_535, 0, 1, 2], _out.Select(packet => (int)packet.Sequence));
        Assert.All(_out.Zip(_out.Skip(1)), pair => Assert.Equal(160u, pair.Second.Timestamp - pair.First.Timestamp));
        Assert.Equal([true, false, false, false, false], _out.Select(packet => packet.Marker));
        Assert.Equal(0, _transcoder.Concealed);
    }

    [Fact]
    public void OutOfOrder_WaitsForTheOneBefore()
    {
        Send(1);
        Assert.Equal(0, Send(3));
        Assert.Equal(2, Send(2));
        Send(4);

        Assert.Equal("1 2 3 4", Numbers);
        Assert.Equal((0, 0), (_transcoder.Concealed, _transcoder.Late));
    }

    [Fact]
    public void Lost_IsMadeUpAfterTheWait()
    {
        Send(1);
        Send(3);
        Pass(19);
        Assert.Equal("1", Numbers);

        Pass(1);

        Assert.Equal("1 2 3", Numbers);
        Assert.Equal([0u, 160u, 320u], _out.Select(packet => packet.Timestamp - _out[0].Timestamp));
        Assert.Equal(1, _transcoder.Concealed);
    }

    [Fact]
    public void LossesOfUpTo60Milliseconds_AreMadeUp_TheRestStaysAGap()
    {
        Send(1);
        Send(5);
        Pass(20);
        Assert.Equal("1 2 3 4 5", Numbers);

        Send(12);
        Pass(20);
        Assert.Equal("1 2 3 4 5 6 7 8 12", Numbers);
        Assert.Equal(6, _transcoder.Concealed);
    }

    [Fact]
    public void Late_IsDroppedAndCounted_AndTheNextTimeWaitedForLonger_UntilThePathIsCalm()
    {
        Send(1);
        Send(3);
        Pass(20);
        Assert.Equal(0, Send(2));
        Assert.Equal(1, _transcoder.Late);
        Assert.Equal(TimeSpan.FromMilliseconds(40), _transcoder.Wait);

        Send(5);
        Pass(39);
        Send(4);
        Assert.Equal("1 2 3 4 5", Numbers);
        Assert.Equal(1, _transcoder.Concealed);

        for (var number = 6; number < 600; number++)
        {
            Send(number);
        }

        Assert.Equal(TimeSpan.FromMilliseconds(20), _transcoder.Wait);
    }

    [Fact]
    public void Wait_NeverIsLongerThan60Milliseconds()
    {
        Send(1);
        for (var number = 3; number < 40; number += 2)
        {
            Send(number);
            Pass(60);
            Send(number - 1);
        }

        Assert.Equal(TimeSpan.FromMilliseconds(60), _transcoder.Wait);
        Assert.Equal(19, _transcoder.Late);
    }

    [Fact]
    public void Duplicate_IsNoLatePacket()
    {
        Send(1);
        Send(2);
        Send(2);
        Send(1);
        Send(4);
        Send(4);
        Send(3);

        Assert.Equal("1 2 3 4", Numbers);
        Assert.Equal(0, _transcoder.Late);
    }

    [Fact]
    public void ManyBehindAGap_DoNotWait()
    {
        Send(1);
        foreach (var number in Enumerable.Range(3, 5))
        {
            Send(number);
        }

        Assert.Equal("1 2 3 4 5 6 7", Numbers);
        Assert.Equal(1, _transcoder.Concealed);
    }

    [Fact]
    public void Pause_WhereNumbersGoOn_IsNoLoss()
    {
        Send(1);
        Send(2, timestamp: 50_000);

        Assert.Equal("1 2", Numbers);
        Assert.Equal(50_000u, _out[1].Timestamp);
        Assert.Equal(0, _transcoder.Concealed);
    }

    [Fact]
    public void LossInAPause_IsMadeUpOnlyForWhatIsMissing()
    {
        Send(1, timestamp: 160);
        Send(3, timestamp: 50_000);
        Pass(20);

        Assert.Equal("1 2 3", Numbers);
        Assert.Equal([160u, 320u, 50_000u], _out.Select(packet => packet.Timestamp));
    }

    [Fact]
    public void LossWithoutMissingAudio_IsNotMadeUp()
    {
        Send(1, timestamp: 160);
        Send(3, timestamp: 320);
        Pass(20);

        Assert.Equal("1 3", Numbers);
        Assert.Equal(0, _transcoder.Concealed);
    }

    [Fact]
    public void PacketsOf30Milliseconds_AreMadeUpInTheirLength()
    {
        Send(1, timestamp: 0, bytes: 240);
        Send(3, timestamp: 480, bytes: 240);
        Pass(20);

        Assert.Equal([(1, 0u, 240), (2, 240u, 240), (3, 480u, 240)], _out.Select(packet => ((int)packet.Sequence, packet.Timestamp, packet.Length)));
    }

    [Fact]
    public void SkippedPackets_AreNotMissing()
    {
        Send(1);
        Skip(2);
        // 3 is lost as well, between key presses.
        Skip(4);
        Assert.Equal(1, Send(5, timestamp: 5_000));

        Assert.Equal("1 5", Numbers);
        Assert.Equal(0, _transcoder.Concealed);
    }

    [Fact]
    public void EmptyPayload_IsNotMissing()
    {
        Send(1);
        Send(2, bytes: 0);
        Assert.Equal(1, Send(3));
    }

    [Fact]
    public void AfterABreak_OrFromAnotherSource_ItBeginsAnew()
    {
        Send(1);
        _transcoder.Break();
        Assert.Equal(1, Send(500));
        Assert.Equal(1, Send(9_000, ssrc: 2));
        Assert.Equal(1, Send(20_000, ssrc: 2));

        Assert.Equal("1 500 9000 20000", Numbers);
        Assert.Equal(0, _transcoder.Concealed);
    }

    [Theory]
    [InlineData("PCMA", "PCMU")]
    [InlineData("PCMU", "PCMA")]
    [InlineData("G722", "PCMA")]
    [InlineData("PCMU", "G722")]
    public void SteadyState_WithLossAndDisorder_AllocatesNothing(string from, string to)
    {
        var transcoder = new Transcoder(Codec(from), Codec(to));
        var payload = new byte[160];
        ushort number = 0;

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 200; i++, number++)
            {
                // Every tenth comes a packet late, every seventh never.
                var sent = (ushort)(i % 10 == 0 ? number + 1 : i % 10 == 1 ? number - 1 : number);
                if (sent % 7 != 0)
                {
                    transcoder.Push(new RtpPacket(false, 0, sent, sent * 160u, 1, payload), TimeSpan.FromMilliseconds(20 * number));
                }

                while (transcoder.TryNext(TimeSpan.FromMilliseconds(20 * number), out _))
                {
                }
            }
        }));
        Assert.True(transcoder.Concealed > 20);
    }

    private string Numbers => string.Join(' ', _out.Select(packet => packet.Sequence));

    internal static AudioCodec Codec(string name) => AudioCodec.All.Single(codec => codec.EncodingName == name);

    private int Send(int number, uint? timestamp = null, int bytes = 160, bool marker = false, uint ssrc = 1)
    {
        var unwrapped = number;
        _transcoder.Push(new RtpPacket(marker, 0, (ushort)number, timestamp ?? (uint)unwrapped * 160, ssrc, new byte[bytes]), _now);
        return Fetch();
    }

    private void Skip(int number) => _transcoder.Skip(new RtpPacket(false, 101, (ushort)number, (uint)number * 160, 1, new byte[4]));

    private void Pass(int milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        Fetch();
    }

    private int Fetch()
    {
        var count = 0;
        while (_transcoder.TryNext(_now, out var packet))
        {
            _out.Add((packet.SequenceNumber, packet.Timestamp, packet.Payload.Length, packet.Marker));
            count++;
        }

        return count;
    }
}
