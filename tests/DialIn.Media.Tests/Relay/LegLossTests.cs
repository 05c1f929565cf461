using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;
using DialIn.Media.Tests.Srtp;

namespace DialIn.Media.Tests.Relay;

/// <summary>
/// Two joined legs, and a caller behind a bad network whose numbers wrap, whose clock jumps, and whose gateway changes the source
/// in between. What the conference gets is one stream all the while.
/// </summary>
public sealed class LegLossTests : IDisposable
{
    private const int Packets = 6000;
    private const int OtherSource = 2000;
    private const int OtherClock = 4000;
    private const int Safe = 10;
    private const int MostConcealed = 3; // 60 ms, as G.711 appendix I has it

    private static readonly CryptoSuite Suite = CryptoSuite.AesCm128Sha80;

    private readonly SrtpSender _callersSrtp = new(SrtpPackets.Key(Suite, 2));
    private readonly SrtpReceiver _serversSrtp = new(SrtpPackets.Key(Suite, 1));
    private readonly LegHarness _trunk = new();
    private readonly LegHarness _conference = new(reportDigits: false, connected: true, firstSequence: 30_000);
    private readonly SourceStream _caller = new(sequence: 65_000);
    private readonly List<byte[]> _sound = [];

    private LegStatistics Counted => _conference.Path.Statistics;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void SameCodec_EachPacketThatCame_GoesOutOnce_AndTheGapsAreTheLosses(ulong seed, bool isEncrypted)
    {
        var network = Call(seed, reorders: true, AudioCodec.Pcma, isEncrypted);

        var sent = Sent(isEncrypted);
        var numbers = Numbers(sent);
        Assert.Equal(_sound.Count - network.LostRuns.Sum(), sent.Count);
        Assert.Equal(_sound.Count, numbers[^1] + 1);
        Assert.All(numbers.Zip(sent), packet => Assert.Equal(_sound[packet.First], packet.Second.Payload));
        AssertTimes(sent, numbers);
        Assert.Equal(isEncrypted ? network.Doubled : 0, _trunk.Path.Statistics.Replayed);
        Assert.Equal(default, Counted.Transcoding);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void OtherCodec_BurstsAreConcealedUpTo60Milliseconds_AndTheRestIsAGap(ulong seed, bool isEncrypted)
    {
        var network = Call(seed, reorders: false, AudioCodec.G722, isEncrypted);

        var sent = Sent(isEncrypted);
        var numbers = Numbers(sent);
        var concealed = network.LostRuns.Sum(run => Math.Min(run, MostConcealed));
        Assert.Equal((sent.Count, concealed, 0), (Counted.Transcoding.Transcoded, Counted.Transcoding.Concealed, Counted.Transcoding.Late));
        Assert.Equal(_sound.Count - network.LostRuns.Sum() + concealed, sent.Count);
        Assert.Equal(_sound.Count, numbers[^1] + 1);
        AssertTimes(sent, numbers);
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(7, true)]
    public void OtherCodec_WithReordering_EachPacketIsThereOrConcealedOrMissingOnce(ulong seed, bool isEncrypted)
    {
        var network = Call(seed, reorders: true, AudioCodec.G722, isEncrypted);

        var sent = Sent(isEncrypted);
        var numbers = Numbers(sent);
        var counted = Counted.Transcoding;
        Assert.Equal(_sound.Count, numbers[^1] + 1);
        Assert.Equal((sent.Count, _sound.Count - network.LostRuns.Sum() - counted.Late), (counted.Transcoded, counted.Transcoded - counted.Concealed));
        Assert.InRange(counted.Late, 0, network.Delayed / 4); // it learns to wait
        Assert.InRange(counted.Concealed, network.LostRuns.Sum() / 2, network.LostRuns.Sum() + counted.Late);
        AssertTimes(sent, numbers);
    }

    public void Dispose()
    {
        _callersSrtp.Dispose();
        _serversSrtp.Dispose();
    }

    private LossyNetwork Call(ulong seed, bool reorders, AudioCodec conference, bool isEncrypted)
    {
        var network = new LossyNetwork(seed, reorders);
        _trunk.Started(LegHarness.Negotiated() with { Srtp = isEncrypted ? SrtpPackets.Keys(Suite, local: 3, remote: 2) : null });
        _conference.Started(LegHarness.Negotiated(conference) with { Srtp = isEncrypted ? SrtpPackets.Keys(Suite, local: 1, remote: 4) : null });
        for (var packet = 0; packet < Safe; packet++)
        {
            _trunk.Receive(AsSent(_caller.Audio(), isEncrypted));
        }

        _trunk.Path.Join(_conference.Path);
        _conference.Sent.Clear();
        _conference.Raw.Clear();
        for (var slot = 0; slot < Packets + Safe; slot++)
        {
            if (slot == OtherSource)
            {
                (_caller.Ssrc, _caller.Sequence, _caller.Timestamp) = (0x4711, 30_000, 5);
            }

            _caller.Timestamp += slot == OtherClock ? 3_000_000u : 0;
            if (slot < Packets)
            {
                var packet = _caller.Audio();
                _sound.Add(packet[12..]);
                network.Send(slot, AsSent(packet, isEncrypted), isSafe: IsNear(slot, 0) || IsNear(slot, OtherSource) || IsNear(slot, OtherClock) || IsNear(slot, Packets));
            }

            foreach (var packet in network.Take(slot))
            {
                _trunk.Receive(packet);
            }

            _trunk.Run(1);
            _conference.Run(1);
        }

        // What was meant to happen did.
        Assert.InRange(network.LostRuns.Sum(), 0.08 * Packets, 0.12 * Packets);
        Assert.InRange(network.LostRuns.Average(), 3, 5);
        Assert.InRange(network.Doubled, 50, 200);
        Assert.True(reorders == network.Delayed > 50);
        return network;
    }

    private static bool IsNear(int slot, int place) => Math.Abs(slot - place) <= Safe;

    private byte[] AsSent(byte[] packet, bool isEncrypted) => isEncrypted ? _callersSrtp.Protect(packet) : packet;

    private List<SentPacket> Sent(bool isEncrypted) => isEncrypted
        ? [.. _conference.Raw.Select(raw =>
        {
            Assert.Equal(SrtpVerdict.Accepted, _serversSrtp.Unprotect(raw, out var opened));
            return SentPacket.Read(opened);
        })]
        : _conference.Sent;

    // By their numbers, the first one 0; sorts the packets along.
    private static List<int> Numbers(List<SentPacket> sent)
    {
        var (numbers, last) = (new List<int>(), 0);
        foreach (var packet in sent)
        {
            last += (short)(packet.Sequence - (ushort)(sent[0].Sequence + last));
            numbers.Add(last);
        }

        var order = Enumerable.Range(0, sent.Count).OrderBy(place => numbers[place]).ToList();
        var sorted = order.ConvertAll(place => sent[place]);
        sent.Clear();
        sent.AddRange(sorted);
        numbers.Sort();
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
        Assert.Single(sent.Select(packet => packet.Ssrc).Distinct());
        return numbers;
    }

    private static void AssertTimes(List<SentPacket> sent, List<int> numbers)
    {
        for (var i = 1; i < sent.Count; i++)
        {
            var advance = sent[i].Timestamp - sent[i - 1].Timestamp;
            if (numbers[i] is OtherSource or OtherClock)
            {
                // Real time goes on, whatever the source's clock says.
                Assert.InRange(advance, 160u, 480u);
            }
            else
            {
                Assert.Equal(160u * (uint)(numbers[i] - numbers[i - 1]), advance);
            }
        }
    }
}
