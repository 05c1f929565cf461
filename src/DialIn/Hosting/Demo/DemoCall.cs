using DialIn.Calls;
using DialIn.Hosting.Commands;
using DialIn.Media.Codecs;
using DialIn.Simulator;
using DialIn.Simulator.Audio;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;

namespace DialIn.Hosting.Demo;

/// <summary>The demo's call: dial, listen, type the PIN, be heard and hear.</summary>
internal sealed class DemoCall(DemoSetting setting, PhaseListener phases, Terminal terminal, TimeProvider time)
{
    // Nothing here takes longer unless something is wrong.
    private static readonly TimeSpan StepWithin = TimeSpan.FromSeconds(30);

    // What it takes to find the invitation. Typing cuts the prompt off.
    private static readonly TimeSpan CallerListens = TimeSpan.FromSeconds(3);

    /// <summary>Calls, and proves that sound went both ways.</summary>
    /// <param name="pin">The PIN that the caller types.</param>
    /// <param name="meeting">The running meeting.</param>
    /// <param name="server">The server that it runs on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether both sounds were found.</returns>
    public async Task<bool> RunAsync(string pin, SimulatedMeeting meeting, SimulatedBbbServer server, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StepWithin);
        await using var call = await setting.Carrier.PlaceCallAsync(
            new CarrierCall
            {
                From = "+4915112345634",
                FromDisplayName = "A Caller",
                To = DemoSetting.Number,
                Username = DemoSetting.Account,
                Codecs = [AudioCodec.G722, AudioCodec.Pcma, AudioCodec.Pcmu],
            },
            limit.Token);
        var timeline = new Timeline(terminal, call.PlacedAt);
        timeline.Write(call.PlacedAt, "ring", $"somebody dials {DemoSetting.Number}; the carrier offers the call to the bridge (SIP: INVITE)");

        var answer = await call.Answered.WaitAsync(limit.Token);
        timeline.Write(call.AnsweredAt ?? time.GetUtcNow(), "answer", $"the bridge takes the call (SIP: {answer.StatusCode}), sound in {call.Codec.EncodingName}");
        await call.WaitForPromptAsync(limit.Token);
        timeline.Write(time.GetUtcNow(), "prompt", "the caller hears the welcome and is asked for the PIN");

        await Task.Delay(CallerListens, time, limit.Token);
        timeline.Write(time.GetUtcNow(), "digits", $"the caller types {pin.Length} digits; the first one stops the prompt, no # is needed");
        await call.SendDigitsAsync(pin, limit.Token);

        var conference = server.Conference(meeting.VoiceBridge);
        var participant = await conference.WaitForParticipantAsync(limit.Token);
        timeline.Write(phases.Entered(nameof(LookingUp)) ?? participant.JoinedAt, "lookup", $"the PIN leads to {meeting.MeetingId}, which runs on {server.Name} in audio conference (voiceBridge) {meeting.VoiceBridge}");
        timeline.Write(participant.JoinedAt, "join", $"{server.Name} lists the caller as \"{participant.CallerName}\", sound in {participant.Codec.EncodingName}");

        // Both speak at once: the meeting hears the caller from here on, the caller the meeting after the sentence.
        var callerSpeaks = call.PlayAsync(DemoSounds.Tone(DemoSounds.CallerHertz), limit.Token);
        var conferenceSpeaks = conference.PlayAsync(DemoSounds.Tone(DemoSounds.ConferenceHertz), limit.Token);
        var callerHears = NoticeAsync(call.Heard, DemoSounds.ConferenceHertz, limit.Token);
        timeline.Write(
            await NoticeAsync(conference.Heard, DemoSounds.CallerHertz, limit.Token),
            "audio to meeting",
            $"the conference hears the caller's {DemoSounds.CallerHertz} Hz");
        timeline.Write(
            await callerHears,
            "audio to caller",
            $"after \"you are being connected\" the caller hears the conference's {DemoSounds.ConferenceHertz} Hz");
        await Task.WhenAll(conferenceSpeaks, callerSpeaks);

        await call.HangUpAsync();
        await participant.Left.WaitAsync(limit.Token);
        timeline.Write(time.GetUtcNow(), "hang-up", "the caller has hung up, and has left the conference");

        await terminal.Output.WriteLineAsync();
        return Prove("conference.wav", "what the conference heard", conference.Heard, DemoSounds.CallerHertz)
            & Prove("caller.wav", "what the caller heard", call.Heard, DemoSounds.ConferenceHertz);
    }

    /// <summary>When a tone begins that is not there yet.</summary>
    private async Task<DateTimeOffset> NoticeAsync(Recording heard, double hertz, CancellationToken cancellationToken)
    {
        await heard.WaitForToneAsync(hertz, DemoSounds.Noticed, cancellationToken, from: heard.Duration);
        return time.GetUtcNow() - DemoSounds.Noticed;
    }

    /// <summary>Writes a recording and looks for the sound in the file itself.</summary>
    private bool Prove(string name, string what, Recording recording, double hertz)
    {
        var file = Path.Combine(setting.Folder, name);
        recording.Save(file);
        var found = DemoSounds.Find(file, hertz);
        var isFound = found >= DemoSounds.Required;
        terminal.Output.WriteLine($"  {(isFound ? "sound found" : "SOUND MISSING")}: {hertz} Hz for {found.TotalSeconds:0.0} s in {file} ({what})");
        return isFound;
    }
}
