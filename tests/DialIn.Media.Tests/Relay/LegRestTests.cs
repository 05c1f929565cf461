using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;

namespace DialIn.Media.Tests.Relay;

/// <summary>When a leg needs no frames of its own, and what ends that.</summary>
public class LegRestTests
{
    private readonly LegHarness _trunk = new();
    private readonly LegHarness _conference = new(reportDigits: false, connected: true);
    private readonly SourceStream _caller = new();

    [Fact]
    public void BeforeTheRelay_AndAloneAfterIt_ALegHasFrames()
    {
        Assert.False(_conference.Path.Rests(_conference.Now));
        _trunk.Started().Latched(_caller);
        _conference.Started();
        _trunk.Path.Join(_conference.Path);
        Assert.False(_conference.Path.Rests(_conference.Now));

        _trunk.Receive(_caller.Audio());
        Assert.True(_conference.Path.Rests(_conference.Now));
        Assert.False(_trunk.Path.Rests(_trunk.Now));

        _trunk.Path.Part();
        Assert.False(_conference.Path.Rests(_conference.Now));
    }

    [Fact]
    public void SourceThatIsSilent_EndsTheRest()
    {
        Relay();
        Assert.True(_conference.Path.Rests(_conference.Now + TimeSpan.FromMilliseconds(999)));
        Assert.False(_conference.Path.Rests(_conference.Now + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Prompt_Digit_AndPart_AskForFrames()
    {
        Relay();
        AssertAwakened(() => _conference.Play(1, LegHarness.Clip(3)));
        Assert.False(_conference.Path.Rests(_conference.Now));
        _conference.Run(4);

        Relay();
        Assert.True(TelephoneEventSender.TryCreate('5', TimeSpan.FromMilliseconds(100), out var press));
        AssertAwakened(() => _conference.Path.SendDigit(press));
        Assert.False(_conference.Path.Rests(_conference.Now));

        Relay();
        AssertAwakened(() => _trunk.Path.Part());
    }

    [Fact]
    public void CodecChange_OfEitherLeg_AsksForFrames_UntilTheyAgree()
    {
        Relay();
        AssertAwakened(() => _trunk.Path.Start(LegHarness.Negotiated(AudioCodec.Pcmu), _trunk.Now));
        Assert.False(_conference.Path.Rests(_conference.Now));

        AssertAwakened(() => _conference.Path.Start(LegHarness.Negotiated(AudioCodec.Pcmu), _conference.Now));
        Assert.True(_conference.Path.Rests(_conference.Now));
    }

    [Fact]
    public void Mute_AsksForFrames_OfSilence()
    {
        Relay();
        AssertAwakened(() => _trunk.Path.Mute(true));
        Assert.False(_conference.Path.Rests(_conference.Now));
    }

    [Fact]
    public void ComfortNoise_AsksForFrames()
    {
        Relay();
        AssertAwakened(() => _trunk.Receive(_caller.Other(13, [60])));
        Assert.False(_conference.Path.Rests(_conference.Now));
    }

    private void AssertAwakened(Action action)
    {
        var before = _conference.Awakened;
        action();
        Assert.True(_conference.Awakened > before);
    }

    private void Relay()
    {
        if (_trunk.Path.Statistics.Source is null)
        {
            _trunk.Started().Latched(_caller);
            _conference.Started();
        }

        _trunk.Path.Join(_conference.Path);
        _trunk.Now = _conference.Now;
        _trunk.Receive(_caller.Audio());
        Assert.True(_conference.Path.Rests(_conference.Now) || _conference.Awakened > 0);
    }
}
