using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>A caller whose packets are not 20 ms long: the conference hears 20 ms packets from the first to the last.</summary>
public class PacketLengthTests
{
    private const uint First = 77_000;

    private readonly LegHarness _trunk = new();
    private readonly LegHarness _conference = new(reportDigits: false, connected: true, firstSequence: 30_000);
    private readonly SourceStream _caller = new(timestamp: First);

    public PacketLengthTests()
    {
        _trunk.Started().Latched(_caller);
        _conference.Started();
        _trunk.Path.Join(_conference.Path);
        _conference.Sent.Clear();
        _caller.Timestamp = First;
    }

    [Theory]
    [Rfc(3551, "4.2")]
    [InlineData(80)]
    [InlineData(240)]
    [InlineData(320)]
    [InlineData(480)]
    [InlineData(200)]
    public void PacketsOfAnyLength_GoOutInFramesOf20Milliseconds_OneStream(int bytes)
    {
        for (var sent = 0; sent < 4800; sent += bytes)
        {
            Speak(bytes);
        }

        Assert.Equal(4800 / 160, _conference.Sent.Count);
        SentPacket.AssertOneStream(_conference.Sent);
        AssertSoundIsWhole(_conference.Sent, First);
    }

    [Fact]
    public void LengthThatChanges_ChangesNothingForThePeer()
    {
        foreach (var bytes in new[] { 160, 160, 320, 320, 160, 240, 240, 80, 160, 160 })
        {
            Speak(bytes);
        }

        Assert.Equal(12, _conference.Sent.Count);
        SentPacket.AssertOneStream(_conference.Sent);
        AssertSoundIsWhole(_conference.Sent, First);
    }

    [Fact]
    public void LostPacket_IsAGapOfAllItsFrames()
    {
        Speak(320);
        _caller.Audio(320);
        Speak(320);

        Assert.Equal([0, 1, 4, 5], Numbers(_conference.Sent));
        Assert.Equal([0u, 160u, 640u, 800u], Times(_conference.Sent));
    }

    [Fact]
    public void LostPacketOf30Milliseconds_TakesTheHalfFrameBeforeItAlong()
    {
        Speak(240);
        _caller.Audio(240);
        Speak(240);
        Speak(240);

        // 0-19 ms, then nothing up to 60 ms, from where whole frames begin anew.
        Assert.Equal([0, 3, 4, 5], Numbers(_conference.Sent));
        Assert.Equal([0u, 480u, 640u, 800u], Times(_conference.Sent));
    }

    [Fact]
    public void Pause_IsNoLoss()
    {
        Speak(320);
        _caller.Timestamp += 8000;
        _conference.Now += TimeSpan.FromSeconds(1);
        _trunk.Now = _conference.Now;
        Speak(320, marker: true);

        Assert.Equal([0, 1, 2, 3], Numbers(_conference.Sent));
        Assert.Equal([0u, 160u, 8320u, 8480u], Times(_conference.Sent));
        Assert.Equal([true, false, true, false], _conference.Sent.Select(packet => packet.Marker));
    }

    [Fact]
    public void LateAndRepeatedPackets_AreLeftOut()
    {
        var (one, two, three) = (_caller.Audio(320), _caller.Audio(320), _caller.Audio(320));
        foreach (var packet in new[] { one, three, two, three })
        {
            _trunk.Receive(packet);
        }

        Assert.Equal([0u, 160u, 640u, 800u], Times(_conference.Sent));
    }

    [Fact]
    public void EmptyPacket_OfATelephoneThatKeepsItsNatOpen_IsNothing()
    {
        Speak(160);
        Speak(0);
        Speak(160);
        LateOne_IsPassedOn();
    }

    [Fact]
    public void OnePacketOfAnotherLength_LeavesLaterOnesAsTheyAre()
    {
        Speak(160);
        Speak(320);
        LateOne_IsPassedOn();
    }

    [Fact]
    public void LossAfterAPacketOfAnotherLength_IsOne()
    {
        Speak(320);
        Speak(160);
        _caller.Audio(160);
        Speak(160);

        Assert.Equal([0, 1, 2, 4], Numbers(_conference.Sent));
        Assert.Equal([0u, 160u, 320u, 640u], Times(_conference.Sent));
    }

    [Fact]
    public void ClockThatStartsAnew_GoesOnWithoutAGap()
    {
        Speak(320);
        _caller.Timestamp = 5;
        Speak(320);

        Assert.Equal([0, 1, 2, 3], Numbers(_conference.Sent));
        SentPacket.AssertOneStream(_conference.Sent);
    }

    [Fact]
    public void Key_IsNoLoss()
    {
        Speak(320);
        foreach (var packet in _caller.Press('5'))
        {
            _trunk.Receive(packet);
        }

        _trunk.Now += TimeSpan.FromMilliseconds(200);
        Speak(320);

        Assert.Equal([0, 1, 2, 3], Numbers(_conference.Sent));
        Assert.Equal("5", _trunk.Digits);
    }

    private void LateOne_IsPassedOn()
    {
        _conference.Sent.Clear();
        byte[][] packets = [_caller.Audio(160), _caller.Audio(160), _caller.Audio(160), _caller.Audio(160)];
        foreach (var place in (int[])[0, 2, 1, 1, 3])
        {
            _trunk.Receive(packets[place]);
        }

        Assert.Equal([0, 2, 1, 3], Numbers(_conference.Sent));
        Assert.Equal([0u, 320u, 160u, 480u], Times(_conference.Sent));
        Assert.All(_conference.Sent[1..], packet => Assert.False(packet.Marker));
    }

    private void Speak(int bytes, bool marker = false) => _trunk.Receive(_caller.Audio(bytes, marker));

    private static IEnumerable<int> Numbers(List<SentPacket> sent) => sent.Select(packet => packet.Sequence - sent[0].Sequence);

    private static IEnumerable<uint> Times(List<SentPacket> sent) => sent.Select(packet => packet.Timestamp - sent[0].Timestamp);

    private static void AssertSoundIsWhole(List<SentPacket> sent, uint first)
    {
        Assert.All(sent, static packet => Assert.Equal(160, packet.Payload.Length));
        Assert.Equal(
            Enumerable.Range(0, sent.Count * 160).Select(tick => (byte)((first + tick) % 251)),
            sent.SelectMany(packet => packet.Payload));
    }
}
