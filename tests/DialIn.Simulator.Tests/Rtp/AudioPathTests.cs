using System.Net;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Simulator.Audio;
using DialIn.Simulator.Rtp;
using DialIn.Testing;

namespace DialIn.Simulator.Tests.Rtp;

public class AudioPathTests : IDisposable
{
    private readonly List<AudioPath> _paths = [];
    private readonly List<char> _digits = [];

    public void Dispose()
    {
        _paths.ForEach(path => path.Close());
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void TwoPaths_HearEachOther()
    {
        var (one, two) = (Open(), Open());
        Join(one, two);
        Assert.True(Talk(one, two).ToneHeard(440) > TimeSpan.FromSeconds(0.8));
    }

    [Fact]
    public void Stranger_WhileThePeerSpeaks_IsNeverHeard()
    {
        var (one, two, stranger) = (Open(), Open(), Open());
        Join(one, two);
        Talk(one, two);
        stranger.Start(Agreed(two));
        var heard = Talk(stranger, two, hz: 1000);
        Assert.Equal(TimeSpan.Zero, heard.ToneHeard(1000));
        Assert.Equal(50, two.Strangers);
    }

    [Fact]
    public void PeerBehindNat_IsBelievedAfterAWhile_AndAnswered()
    {
        var (one, two, nowhere) = (Open(), Open(), Open());
        one.Start(Agreed(two));
        two.Start(Agreed(nowhere));
        Assert.True(Talk(one, two).ToneHeard(440) > TimeSpan.FromSeconds(0.5));
        Assert.True(Talk(two, one).ToneHeard(440) > TimeSpan.FromSeconds(0.8));
    }

    [Theory]
    [InlineData(Direction.ReceiveOnly)]
    [InlineData(Direction.Inactive)]
    public void PeerThatWantsNothing_IsSentNothing(Direction direction)
    {
        var (one, two) = (Open(), Open());
        Join(one, two);
        one.Start(Agreed(two) with { Direction = direction });
        Assert.Equal(TimeSpan.Zero, Talk(one, two).ToneHeard(440));
        Assert.Equal(0, one.PacketsSent);
    }

    [Fact]
    public void Digits_ArriveAtTheOtherEnd()
    {
        var (one, two) = (Open(), Open());
        Join(one, two);
        var sent = new TaskCompletionSource();
        one.SendDigits("42", sent);
        Talk(one, two);
        Assert.Equal("42", string.Concat(_digits));
        Assert.True(sent.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void BeforeAnythingIsAgreed_ThereIsSilenceAndNothingFails()
    {
        var path = Open();
        path.Receive();
        path.Send(1, new short[160]);
        var frame = new short[] { 1, 2, 3 };
        path.Read(frame);
        Assert.Equal([0, 0, 0], frame);
        var sent = new TaskCompletionSource();
        path.SendDigits("1", sent);
        Assert.True(sent.Task.IsCompleted);
    }

    private AudioPath Open()
    {
        var path = new AudioPath(RtpPortPair.Open(LoopbackAddress.Next()), _digits.Add);
        _paths.Add(path);
        return path;
    }

    private static void Join(AudioPath one, AudioPath two)
    {
        one.Start(Agreed(two));
        two.Start(Agreed(one));
    }

    private static NegotiatedAudio Agreed(AudioPath remote) => new(
        new AudioFormat(AudioCodec.Pcma, 8, 101, 20), remote.Local, new IPEndPoint(remote.Local.Address, remote.Local.Port + 1),
        Direction.SendReceive);

    private static Recording Talk(AudioPath from, AudioPath to, double hz = 440)
    {
        var recording = new Recording(8000, TimeSpan.FromMinutes(1));
        var tone = Tone.Sine(hz, TimeSpan.FromSeconds(1), 8000, -10).Samples;
        var frame = new short[160];
        for (var i = 0; i < 50; i++)
        {
            var sent = from.PacketsSent;
            from.Send(i, tone.AsSpan(i * 160, 160));
            if (from.PacketsSent > sent)
            {
                UdpSockets.WaitUntilReceived(to.Local);
            }

            to.Receive();
            to.Read(frame);
            recording.Append(frame);
        }

        return recording;
    }
}
