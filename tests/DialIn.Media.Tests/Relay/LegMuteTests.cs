namespace DialIn.Media.Tests.Relay;

public class LegMuteTests
{
    private readonly LegHarness _trunk = new();
    private readonly LegHarness _conference = new();
    private readonly SourceStream _caller = new();
    private readonly SourceStream _meeting = new(ssrc: 0x2222);

    public LegMuteTests()
    {
        _trunk.Started().Latched(_caller);
        _conference.Started().Latched(_meeting);
    }

    [Fact]
    public void MutedLeg_IsSilentAtOnceToTheOther_AndHearsItStill()
    {
        _trunk.Path.Join(_conference.Path);
        Assert.Equal(1, Relayed());
        _trunk.Path.Mute(true);
        Forget();

        Frame();
        Frame();
        Assert.Equal(2, _conference.Sent.Count);
        Assert.All(_conference.Sent, packet => Assert.All(packet.Payload, sample => Assert.Equal(0xD5, sample)));
        Assert.Equal(2, _trunk.Sent.Count(packet => packet.Payload[0] != 0xD5));

        _trunk.Path.Mute(false);
        Forget();
        Assert.Equal(1, Relayed());
        Assert.True(_conference.Sent[^1].Marker);
        SentPacket.AssertOneStream(_conference.Sent);
    }

    [Fact]
    public void Mute_HoldsForALegThatComesLater()
    {
        _trunk.Path.Mute(true);
        _trunk.Path.Join(_conference.Path);
        Assert.Equal(0, Relayed());

        _trunk.Path.Part();
        _conference.Path.Join(_trunk.Path);
        Assert.Equal(0, Relayed());
    }

    [Fact]
    public void Mute_IsPartOfTheState()
    {
        Assert.False(_trunk.Path.Snapshot(4000, _trunk.Now).IsMuted);
        _trunk.Path.Mute(true);
        Assert.True(_trunk.Path.Snapshot(4000, _trunk.Now).IsMuted);
    }

    private int Relayed()
    {
        _conference.Sent.Clear();
        _trunk.Receive(_caller.Audio());
        return _conference.Sent.Count;
    }

    private void Forget()
    {
        _conference.Sent.Clear();
        _trunk.Sent.Clear();
    }

    private void Frame()
    {
        _trunk.Receive(_caller.Audio());
        _conference.Receive(_meeting.Audio());
        _trunk.Run(1);
        _conference.Run(1);
    }
}
