using DialIn.Media.Dtmf;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>What we make ourselves goes out in packets of the length that the peer asks for.</summary>
public class PacketTimeTests
{
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

        Assert.Equal([480, 160], trunk.Sent.Select(packet => packet.Payload.Length));
        Assert.Equal(103, trunk.Sent[1].Payload[0]);
    }

    [Theory]
    [InlineData(10, new[] { 80, 80 })]
    [InlineData(20, new[] { 160 })]
    [InlineData(60, new[] { 160 })]
    public void RelayedAudio_IsCutOnlyWherePacketsAreToBeShorter(int milliseconds, int[] lengths)
    {
        var (trunk, conference, server) = (Leg(milliseconds), new LegHarness(connected: true).Started(), new SourceStream());
        trunk.Path.Join(conference.Path);
        conference.Latched(server);
        trunk.Sent.Clear();

        conference.Receive(server.Audio());

        Assert.Equal(lengths, trunk.Sent.Select(packet => packet.Payload.Length));
        SentPacket.AssertOneStream(trunk.Sent);
    }

    private static LegHarness Leg(int milliseconds)
    {
        var negotiated = LegHarness.Negotiated();
        return new LegHarness().Started(negotiated with { Format = negotiated.Format with { PacketTimeMilliseconds = milliseconds } });
    }
}
