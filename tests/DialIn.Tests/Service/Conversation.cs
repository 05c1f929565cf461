using DialIn.Media.Audio;
using DialIn.Simulator.Audio;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Conferences;

namespace DialIn.Tests.Service;

/// <summary>A caller and a meeting that hear each other.</summary>
internal static class Conversation
{
    private const double FromCaller = 440;
    private const double FromMeeting = 1_000;

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    /// <summary>Each side says its tone until the other has heard a second of it.</summary>
    /// <param name="call">The caller.</param>
    /// <param name="conference">The meeting's conference.</param>
    /// <param name="ofCaller">Where the caller's tone is to be heard.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static Task BothAreHeardAsync(SimulatedCall call, Conference conference, Recording ofCaller, CancellationToken cancel) => Task.WhenAll(
        UntilHeardAsync(call.PlayAsync, FromCaller, ofCaller, cancel),
        UntilHeardAsync(conference.PlayAsync, FromMeeting, call.Heard, cancel));

    /// <summary>One side says a tone until it was heard for a second. Again and again: a prompt may cover some of it, and a busy machine breaks some to pieces.</summary>
    /// <param name="play">Says a clip.</param>
    /// <param name="hertz">The tone.</param>
    /// <param name="hearer">Where it is to be heard.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task UntilHeardAsync(Func<PcmClip, CancellationToken, Task> play, double hertz, Recording hearer, CancellationToken cancel)
    {
        var heard = hearer.WaitForToneAsync(hertz, Enough, cancel);
        while (!heard.IsCompleted)
        {
            await play(Tone.Sine(hertz, Enough, 16_000), cancel);
        }

        await heard;
    }
}
