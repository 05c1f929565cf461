using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Sdp;
using DialIn.Media.Tests.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>What we make ourselves goes out in packets of the length that the peer asks for.</summary>
public class PacketTimeTests
{
    private const uint First = 77_000;

    [Theory]
    [Rfc(3551, "4.2")]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(50)]
    [InlineData(60)]
    public void PromptAndSilence_GoOutInPacketsOfThatLength_AsOneStreamInRealTime(int milliseconds)
    {
        var leg = Leg(milliseconds);
        leg.Run(6);
        leg.Play(1, LegHarness.Clip(15, first: 100));
        leg.Run(24);

        Assert.All(leg.Sent, packet => Assert.Equal(milliseconds * 8, packet.Payload.Length));
        SentPacket.AssertOneStream(leg.Sent);
        Assert.All(leg.Sent.Zip(leg.Sent.Skip(1)), pair => Assert.Equal((uint)milliseconds * 8, pair.Second.Timestamp - pair.First.Timestamp));
        var sound = leg.Sent.SelectMany(packet => packet.Payload).ToArray();
        Assert.Equal(30 * 20 / milliseconds * milliseconds * 8, sound.Length);
        Assert.Equal(LegHarness.Clip(15, first: 100).Payload.ToArray(), sound.AsSpan(6 * 160, 15 * 160));

        // The first packet of the stream, and that in which the prompt begins.
        var begin = 6 * 20 / milliseconds;
        Assert.Equal(new[] { 0, begin }.Distinct(), leg.Sent.Index().Where(sent => sent.Item.Marker).Select(sent => sent.Index));
    }

    [Fact]
    public void PressInThePrompt_LeavesNoHalfPacketBehind()
    {
        var leg = Leg(60);
        leg.Run(4);
        Assert.True(TelephoneEventSender.TryCreate('1', TelephoneEventSender.DefaultPress, out var press));
        leg.Path.SendDigit(press);
        leg.Run(30);

        SentPacket.AssertOneStream(leg.Sent);
        Assert.All(leg.Sent.Where(packet => packet.PayloadType == 8), packet => Assert.Equal(480, packet.Payload.Length));
    }

    [Fact]
    public void EndOfAPromptInTheMeeting_IsNotCutOff()
    {
        var (trunk, conference, server) = (Leg(60), new LegHarness(connected: true).Started(), new SourceStream());
        trunk.Path.Join(conference.Path);
        conference.Latched(server);
        trunk.Sent.Clear();

        trunk.Play(1, LegHarness.Clip(4, first: 100));
        trunk.Run(5);

        // The last packet is as long as all others.
        Assert.Equal([480, 480], trunk.Sent.Select(packet => packet.Payload.Length));
        Assert.Equal(LegHarness.Clip(1, first: 103).Payload.ToArray(), trunk.Sent[1].Payload[..160]);
        Assert.All(trunk.Sent[1].Payload[160..], sample => Assert.Equal(AudioCodec.Pcma.SilenceByte, sample));
    }

    [Theory]
    [Rfc(3551, "4.2")]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(50)]
    [InlineData(60)]
    public void PromptMeetingPrompt_IsOneStreamOfPacketsOfThatLength_InRealTime(int milliseconds)
    {
        var (trunk, conference, server) = (Leg(milliseconds), new LegHarness(connected: true).Started(), new SourceStream(timestamp: First));
        var sentAt = new List<TimeSpan>();
        Play(first: 1);
        trunk.Path.Join(conference.Path);
        for (var frame = 0; frame < 150; frame++)
        {
            Run(() => conference.Receive(server.Audio(160)));
        }

        var meeting = trunk.Sent.Count;
        Play(first: 101);

        Assert.All(trunk.Sent, packet => Assert.Equal(milliseconds * 8, packet.Payload.Length));
        SentPacket.AssertOneStream(trunk.Sent);
        Assert.All(trunk.Sent.Zip(trunk.Sent.Skip(1)), pair => Assert.InRange(pair.Second.Timestamp - pair.First.Timestamp, (uint)milliseconds * 8, (uint)(milliseconds + 20) * 8));
        var elapsed = (uint)((sentAt[^1] - sentAt[0]).TotalMilliseconds * 8);
        Assert.InRange(trunk.Sent[^1].Timestamp - trunk.Sent[0].Timestamp, elapsed - 480, elapsed + 480);

        // Of the meeting all is there, but what no packet was full of when the prompt began.
        var begun = trunk.Sent.FindIndex(packet => packet.Payload.AsSpan().StartsWith(Sound(First, Math.Min(160, milliseconds * 8))));
        var heard = trunk.Sent[begun..meeting].SelectMany(packet => packet.Payload).ToArray();
        Assert.InRange(heard.Length, (149 * 160) - (milliseconds * 8), 150 * 160);
        Assert.Equal(Sound(First, heard.Length), heard);

        void Play(byte first)
        {
            trunk.Play(first, LegHarness.Clip(30, first));
            for (var frame = 0; frame < 30; frame++)
            {
                Run(() => { });
            }
        }

        void Run(Action receive)
        {
            trunk.Run(1);
            conference.Now = trunk.Now += TimeSpan.FromMilliseconds(7);
            receive();
            trunk.Now -= TimeSpan.FromMilliseconds(7);
            sentAt.AddRange(Enumerable.Repeat(trunk.Now, trunk.Sent.Count - sentAt.Count));
        }
    }

    [Theory]
    [Rfc(8866, "6.5")]
    [InlineData("a=maxptime:10")]
    [InlineData("a=maxptime:15")]
    [InlineData("a=ptime:20|a=maxptime:10")]
    public void PeerThatTakesLessThan20Milliseconds_GetsNoMoreFromPromptsAndMeeting(string attributes)
    {
        var negotiated = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8|" + attributes)).Negotiated;
        var (trunk, conference, server) = (new LegHarness().Started(negotiated), new LegHarness(connected: true).Started(), new SourceStream());
        trunk.Play(1, LegHarness.Clip(5));
        trunk.Run(6); // the last is silence: the clip is over
        trunk.Path.Join(conference.Path);
        for (var packet = 0; packet < 5; packet++)
        {
            conference.Receive(server.Audio(160));
        }

        Assert.All(trunk.Sent, packet => Assert.Equal(80, packet.Payload.Length));
        Assert.Equal(22, trunk.Sent.Count);
        SentPacket.AssertOneStream(trunk.Sent);
    }

    [Fact]
    public void PacketLostWithinALongOne_TakesNoneAlong()
    {
        var (trunk, conference, server) = (Leg(60), new LegHarness(connected: true).Started(), new SourceStream(timestamp: First));
        trunk.Path.Join(conference.Path);
        for (var number = 0; number < 30; number++)
        {
            var packet = server.Audio(160);
            if (number is not (4 or 11 or 14 or 21 or 22 or 23 or 24))
            {
                conference.Receive(packet);
            }
        }

        // A hole up to a packet long is filled with silence; a longer one is a loss of whole packets.
        var silence = Enumerable.Repeat(AudioCodec.Pcma.SilenceByte, 160).ToArray();
        var sound = Enumerable.Range(0, 30).Select(number => number is 4 or 11 or 14 ? silence : Sound(First + ((uint)number * 160), 160)).ToArray();
        Assert.Equal(
            [.. sound[..21], .. sound[25..28]],
            trunk.Sent.SelectMany(packet => packet.Payload.Chunk(160)));
        Assert.All(trunk.Sent, packet => Assert.Equal(480, packet.Payload.Length));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 9], trunk.Sent.Select(packet => packet.Sequence - trunk.Sent[0].Sequence));
    }

    [Fact]
    public void LengthThatIsNegotiatedAnewInTheMeeting_LosesNoNumber()
    {
        var (trunk, conference, server) = (Leg(60), new LegHarness(connected: true).Started(), new SourceStream(timestamp: First));
        trunk.Path.Join(conference.Path);
        foreach (var milliseconds in new[] { 60, 20, 40, 20 })
        {
            trunk.Started(Negotiated(milliseconds));
            for (var packet = 0; packet < 12; packet++)
            {
                conference.Receive(server.Audio(160));
            }
        }

        SentPacket.AssertOneStream(trunk.Sent);
        Assert.Equal([480, 480, 480, 480, .. Enumerable.Repeat(160, 12), .. Enumerable.Repeat(320, 6), .. Enumerable.Repeat(160, 12)], trunk.Sent.Select(packet => packet.Payload.Length));
        Assert.Null(trunk.Path.Snapshot(localPort: 20_000, trunk.Now).Outgoing.Source); // another process would not know these numbers
    }

    private static byte[] Sound(uint from, int bytes) => [.. Enumerable.Range(0, bytes).Select(tick => (byte)((from + tick) % 251))];

    private static LegHarness Leg(int milliseconds) => new LegHarness().Started(Negotiated(milliseconds));

    private static NegotiatedAudio Negotiated(int milliseconds)
    {
        var negotiated = LegHarness.Negotiated();
        return negotiated with { Format = negotiated.Format with { PacketTimeMilliseconds = milliseconds } };
    }
}
