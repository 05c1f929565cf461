using System.Globalization;
using System.Security.Cryptography;
using DialIn.Calls;
using DialIn.Ivr;
using DialIn.Media.Relay;
using DialIn.Pins;
using DialIn.Sip.UserAgents;

namespace DialIn.Operations.ProofCalls;

/// <summary>
/// Places one proof call, as a caller would: dials, waits for the answer and for the voice, types a PIN, says a tone and listens.
/// </summary>
/// <remarks>
/// <code>
///   (1) INVITE ─▶ (2) 200 ─▶ (3) audio ─▶ (4) PIN ─▶ (5) it arrived ─▶ (6) tone there, tone back ─▶ (7) how it sounds
/// </code>
/// What is wrong first is the verdict: what follows cannot be known.
/// </remarks>
internal sealed class ProofCaller(CallServices services, ProofWays ways, ProofPins pins, LiveCalls calls, PinGenerator generator) : IProofCaller
{
    /// <summary>How long an answer may take.</summary>
    // As long as a carrier lets it ring, and a little.
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(50);

    // How long after our BYE a call that stays inside may still speak: 64*T1, RFC 3261 §17.1.2.2.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(32);

    // The bridge speaks at once; what takes longer than this is nothing.
    private static readonly TimeSpan AudioWithin = TimeSpan.FromSeconds(10);

    // A gateway may still be waking up its ear for keys.
    private static readonly TimeSpan Listen = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PinWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MeetingWithin = TimeSpan.FromSeconds(20);

    // A meeting that has just begun is known after the next poll of its server.
    private static readonly TimeSpan MeetingSeenWithin = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ToneWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // Fewer packets than those of some seconds are no measure.
    private static readonly TimeSpan ShortestMeasured = TimeSpan.FromSeconds(5);

    // Two keys that are answered, of five that are said: one could be chance, and a lost packet is no fault.
    private const string Tones = "12387";
    private const int Needed = 2;

    // ITU-T G.107: below this nearly all are dissatisfied.
    private const double LowestMos = 3.1;

    // Of a carrier's own words.
    private const int LongestReason = 128;

    /// <inheritdoc/>
    public bool IsDraining => calls.IsDraining;

    /// <summary>Places it.</summary>
    /// <exception cref="OperationCanceledException">It was given up; the call is hung up.</exception>
    public async Task<ProofVerdict> RunAsync(ProofPlan plan, CancellationToken cancellationToken)
    {
        var run = new Run(plan, services.Time.GetUtcNow());
        if (ways.Find(plan.Trunk, plan.Number, plan.IsLoop, out var fault) is not { } way)
        {
            return run.End(ProofFault.NotPlaced, $"The call could not be placed: {fault}.");
        }

        ProofTicket? ticket = null;
        try
        {
            ticket = new ProofTicket(plan.Pin ?? await FreePinAsync(cancellationToken), plan.Number, plan.Pin is null);
            pins.Expect(ticket);
            using var leg = new ProofLeg(services, way, services.Codecs.OfTrunk(plan.Trunk.Name));
            return await RunAsync(run, leg, ticket, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return run.End(ProofFault.NotPlaced, "The call could not be placed: the database does not answer.");
        }
        catch (PortsExhaustedException)
        {
            return run.End(ProofFault.NotPlaced, "The call could not be placed: no RTP port is free; Media:PortRange is too small.");
        }
        finally
        {
            if (ticket is not null)
            {
                pins.Forget(ticket);
            }

            // Our BYE is only on its way when the verdict is there: it, its repetitions and what answers it come in as the INVITE did.
            way.Loop?.CloseAfter(Late);
        }
    }

    private async Task<ProofVerdict> RunAsync(Run run, ProofLeg leg, ProofTicket ticket, CancellationToken cancellationToken)
    {
        var began = services.Time.GetTimestamp();

        // :: (2)
        if (!await IsDoneAsync(Task.WhenAny(leg.Answered, leg.Ended), AnswerWithin, cancellationToken) || !leg.Answered.IsCompleted)
        {
            return leg.Ended.IsCompleted ? NotAnswered(run, await leg.Ended) : run.End(ProofFault.NotAnswered, "Nobody answered: the carrier let it ring and did not bring the call to DialIn.");
        }

        run.Verdict = run.Verdict with { TimeToAnswer = Since(began), Codec = leg.Codec?.EncodingName };
        var answeredAt = services.Time.GetTimestamp();
        if (!await leg.Answered)
        {
            return run.End(ProofFault.NoCommonCodec, "The call was answered without a codec that was offered; Trunks[].Codecs says which ones are.");
        }

        // :: (3)
        if (!await IsDoneAsync(Task.WhenAny(leg.Audible, leg.Ended), AudioWithin, cancellationToken) || !leg.Audible.IsCompleted)
        {
            return leg.Ended.IsCompleted ? HungUp(run, await leg.Ended, "audio came") : run.End(
                ProofFault.NoAudio, "The call was answered, and no audio came. Is Media:PortRange open in the firewall, and Media:PublicAddress right?");
        }

        run.Verdict = run.Verdict with { TimeToAudio = Since(began) };
        await Task.Delay(Listen, services.Time, cancellationToken);

        // Where the number leads elsewhere, nobody there is to hear a PIN; and at another node ours would be a wrong guess.
        if (!calls.Snapshot().Any(call => call.CalledNumber == run.Verdict.Number && call.StartedAt >= run.Verdict.At))
        {
            return leg.Ended.IsCompleted ? HungUp(run, await leg.Ended, "the PIN was typed") : run.End(
                ProofFault.PinLost, "The call was answered and audio came, but no call to this number has come in at this DialIn: it leads to another node or elsewhere, or the carrier writes it in a way that is not known. No PIN was typed.");
        }

        // :: (4), (5)
        leg.Type(ticket.Pin.Reveal());
        if (!await IsDoneAsync(Task.WhenAny(ticket.Typed, leg.Ended), PinWithin, cancellationToken) || !ticket.Typed.IsCompleted)
        {
            return leg.Ended.IsCompleted ? HungUp(run, await leg.Ended, "the PIN arrived") : run.End(
                ProofFault.PinLost, "Audio came, and the PIN did not arrive at this DialIn: keys are lost on the way (telephone-events, Trunks[].InBandDigits), or the number leads to another node or elsewhere.");
        }

        run.Verdict = run.Verdict with { CallId = await ticket.Typed };
        var found = ticket.IsToneCheck ? await CheckTonesAsync(run, leg, ticket, cancellationToken) : await CheckMeetingAsync(run, leg, cancellationToken);
        if (found is not null)
        {
            return found;
        }

        // :: (7)
        var left = ShortestMeasured - services.Time.GetElapsedTime(answeredAt);
        await IsDoneAsync(leg.Ended, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        var quality = CallQuality.Of(await leg.MeasureAsync(cancellationToken));
        run.Verdict = run.Verdict with { Loss = quality?.Loss, Jitter = quality?.Jitter, Mos = quality?.Mos };
        return quality?.Mos < LowestMos
            ? run.End(ProofFault.PoorSound, string.Create(CultureInfo.InvariantCulture, $"All was heard, and it sounds bad: MOS {quality.Mos:0.0}, {quality.Loss:P1} lost or late."))
            : run.End(ProofFault.None, run.Good);
    }

    // Each tone is answered by another one, so that what comes back is no echo of the line.
    private async Task<ProofVerdict?> CheckTonesAsync(Run run, ProofLeg leg, ProofTicket ticket, CancellationToken cancellationToken)
    {
        var answered = 0;
        foreach (var key in Tones)
        {
            leg.Say(key);
            answered += await IsAnsweredAsync(leg, key, cancellationToken) ? 1 : 0;
            if (answered == Needed)
            {
                break;
            }
        }

        var (there, back) = (ticket.HeardKeys >= Needed, answered >= Needed);
        run.Verdict = run.Verdict with { ToneThere = there, ToneBack = there ? back : null };
        run.Good = "The call was answered, the PIN arrived, and tones were heard both ways.";
        return (there, back) switch
        {
            (true, true) => null,
            _ when leg.Ended.IsCompleted => HungUp(run, await leg.Ended, "the tones were heard"),
            (true, false) => run.End(ProofFault.NoToneBack, "What is said arrives at DialIn, and what DialIn says does not come back: audio goes one way only."),
            _ => run.End(ProofFault.NoToneThere, "The PIN arrived, and tones that were said did not: audio towards DialIn is lost. Is Media:PortRange open in the firewall, and Media:PublicAddress right?"),
        };
    }

    private async Task<bool> IsAnsweredAsync(ProofLeg leg, char key, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ToneWithin, services.Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var wanted = TelephoneKey.TryFrom(key, out var said) ? CallMachine.AnswerTo(said).Reveal() : key;
        try
        {
            while (await leg.Keys.ReadAsync(patience.Token) != wanted)
            {
                // An echo, or the answer to the tone before.
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // A room's PIN goes its usual way; this process knows where it went.
    private async Task<ProofVerdict?> CheckMeetingAsync(Run run, ProofLeg leg, CancellationToken cancellationToken)
    {
        var began = services.Time.GetTimestamp();
        var phase = "";
        while (services.Time.GetElapsedTime(began) < MeetingWithin && !leg.Ended.IsCompleted)
        {
            phase = calls.Snapshot().FirstOrDefault(call => call.Id == run.Verdict.CallId)?.Phase ?? "";
            switch (phase)
            {
                case nameof(Joined):
                    run.Good = "The call was answered, the PIN arrived, and the meeting's conference was joined.";
                    return null;
                case nameof(WaitingForMeeting) or nameof(WaitingForPlace) when services.Time.GetElapsedTime(began) >= MeetingSeenWithin:
                    run.Good = "The call was answered, the PIN arrived and is right; its meeting has not started, or is full, and the call waits for it.";
                    return null;
                case nameof(EnteringPin):
                    return run.End(ProofFault.PinRefused, "The PIN arrived, and leads nowhere; or DialIn waits for more digits.");
                default:
                    await Task.Delay(Look, services.Time, cancellationToken);
                    break;
            }
        }

        return leg.Ended.IsCompleted
            ? HungUp(run, await leg.Ended, "the meeting was joined")
            : run.End(ProofFault.PinRefused, $"The PIN arrived, and the meeting was not joined: the call is at {phase}. Log lines 3011 and 3012 say what the server answered.");
    }

    private async Task<Pin> FreePinAsync(CancellationToken cancellationToken)
    {
        // One that leads to no room, so that nobody who has it is sent to the tones.
        for (var tries = 0; tries < 10; tries++)
        {
            var pin = generator.Next();
            if (await services.Pins.LookUpAsync(pin, cancellationToken) is null)
            {
                return pin;
            }
        }

        return generator.Next();
    }

    private static ProofVerdict NotAnswered(Run run, SessionEnd end) => end.Cause switch
    {
        SessionEndCause.Rejected => run.End(ProofFault.Refused, $"The call was refused: {end.StatusCode} {Plain(end.Reason)}.{HintOf(end.StatusCode)}"),
        SessionEndCause.TransportError => run.End(ProofFault.NotPlaced, "The call could not be placed: the carrier's server cannot be reached, or its name not be resolved."),
        _ => run.End(ProofFault.NotAnswered, "Nobody answered: the carrier let it ring and did not bring the call to DialIn."),
    };

    private static string HintOf(int? status) => status switch
    {
        401 or 407 => " The carrier asks for a password in a realm that is not known: Trunks[].Realm, Trunks[].Outgoing:Realm.",
        403 => " The carrier takes no calls from us, or none to the own number; Trunks[].ProofCalls:Loop does without it.",
        404 => " The carrier does not know the number in this form.",
        486 or 503 or 600 => " There is no free line, or DialIn is full.",
        488 => " No codec, or no encryption, that both have.",
        _ => "",
    };

    private static ProofVerdict HungUp(Run run, SessionEnd end, string before) =>
        run.End(ProofFault.HungUp, $"The call ended before {before}: {end.Cause}{(end.Reason is { } reason ? $", {Plain(reason)}" : "")}.");

    // It goes into the log, the database and a terminal.
    internal static string Plain(string? reason) => string.Concat((reason ?? "").Take(LongestReason).Select(static character => char.IsAsciiLetterOrDigit(character) || " .,:;-_/()'".Contains(character, StringComparison.Ordinal) ? character : '?'));

    private double Since(long began) => Math.Round(services.Time.GetElapsedTime(began).TotalMilliseconds, 1);

    private async Task<bool> IsDoneAsync(Task task, TimeSpan within, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(within, services.Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // What is known so far.
    private sealed class Run(ProofPlan plan, DateTimeOffset at)
    {
        public ProofVerdict Verdict { get; set; } = new()
        {
            Id = RandomNumberGenerator.GetHexString(8, lowercase: true),
            At = at,
            Trunk = plan.Trunk.Name,
            Number = plan.Number,
            IsLoop = plan.IsLoop,
            IsOfRoom = plan.Pin is not null,
            Fault = "",
            Says = "",
        };

        public string Good { get; set; } = "";

        public ProofVerdict End(ProofFault fault, string text) => Verdict with { IsGood = fault == ProofFault.None, Fault = fault.ToString(), Says = text };
    }
}
