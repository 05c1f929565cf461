using DialIn.Ivr;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;

namespace DialIn.Calls;

/// <summary>The tones of a proof call, both ways: those of telephone keys, since whatever is made of them on the way, a key or a sound, is known when it arrives.</summary>
internal static class ProofTones
{
    /// <summary>Number of their playback, which no prompt of a call has.</summary>
    public const int Playback = -1;

    // Long enough to outlive a lost packet or two; a key press of a slow finger.
    private static readonly TimeSpan Press = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);

    /// <summary>The sound of a key.</summary>
    public static EncodedAudio Of(TelephoneKey key, AudioCodec codec) => EncodedAudio.Encode(KeySound.Of(key.Reveal().ToString(), Press, Pause, codec.SampleRate), codec);
}
