using System.Net;
using System.Text;
using System.Threading.Channels;
using DialIn.Calls;
using DialIn.Ivr;
using DialIn.Media.Codecs;
using DialIn.Media.Quality;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Sip.UserAgents;

namespace DialIn.Operations.ProofCalls;

/// <summary>The caller's end of a proof call: one INVITE, one media leg, keys both ways.</summary>
internal sealed class ProofLeg : IDisposable
{
    private readonly CallMedia _media;
    private readonly IReadOnlyList<AudioCodec> _codecs;
    private readonly MediaLeg _leg;
    private readonly LegNegotiation _negotiation;
    private readonly InviteSession _session;
    private readonly bool _isLoop;
    private readonly IReadOnlyList<IPAddress> _published;
    private readonly TaskCompletionSource<bool> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _audible = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Unbounded: keys are few, each as long as its sound.
    private readonly Channel<char> _keys = Channel.CreateUnbounded<char>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Places the call.</summary>
    /// <exception cref="PortsExhaustedException">No RTP port is free.</exception>
    public ProofLeg(CallServices services, ProofWay way, IReadOnlyList<AudioCodec> codecs)
    {
        (_isLoop, _published) = (way.Loop is not null, services.MediaAddresses.Published);
        _media = CallMedia.Create(services.Loop, services.Ports);
        _codecs = codecs;
        try
        {
            _leg = _media.OpenLeg(new MediaLegOptions { Name = "proof", ReportDigits = true, Family = way.Invite.NextHop?.Address.AddressFamily }, Take);
            _negotiation = new LegNegotiation(_leg, way.Loop is null ? services.MediaAddresses : new MediaAddresses([]), way.Security);
            _session = services.Stack.Invite(way.Invite with { Body = _negotiation.Offer(codecs), ContentType = SessionDescription.ContentType }, Take);
        }
        catch
        {
            _media.Dispose();
            throw;
        }
    }

    /// <summary>Whether the call was answered with a session description that can be used; never completes if it was not answered.</summary>
    public Task<bool> Answered => _answered.Task;

    /// <summary>The first audio has come.</summary>
    public Task Audible => _audible.Task;

    /// <summary>How the call has ended.</summary>
    public Task<SessionEnd> Ended => _ended.Task;

    /// <summary>The codec; null before the answer.</summary>
    public AudioCodec? Codec => _negotiation.Agreed?.Format.Codec;

    /// <summary>Keys that came since.</summary>
    public ChannelReader<char> Keys => _keys.Reader;

    /// <summary>Types keys: as telephone-events where they are agreed on, else as tones.</summary>
    public void Type(string keys)
    {
        if (_leg.Format?.TelephoneEventPayloadType is not null)
        {
            foreach (var key in keys)
            {
                _leg.SendDigit(key);
            }
        }
        else if (Codec is { } codec)
        {
            _leg.Play([.. keys.Select(key => Sound(key, codec))], new PlaybackId(1), interruptible: false);
        }
    }

    /// <summary>Says the tones of a key, and hears keys from now on.</summary>
    public void Say(char key)
    {
        _leg.ListenForTones(ToneListening.Always);
        if (Codec is { } codec)
        {
            _leg.Play([Sound(key, codec)], new PlaybackId(2), interruptible: false);
        }
    }

    /// <summary>How well what came was transported.</summary>
    public Task<LegQuality> MeasureAsync(CancellationToken cancellationToken) => _leg.MeasureAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Bye("Q.850;cause=16");
        _leg.Close();
        _media.Dispose();
    }

    // Few routers bring back what is sent from inside to the address that they have outside.
    private byte[] Inside(ReadOnlyMemory<byte> answer)
    {
        var local = _leg.LocalRtp.Address;
        var own = local.Equals(IPAddress.Any) ? IPAddress.Loopback : local.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : local;
        return Encoding.Latin1.GetBytes(_published.Where(address => address.AddressFamily == own.AddressFamily).Aggregate(
            Encoding.Latin1.GetString(answer.Span), (text, address) => text.Replace($" {address}\r\n", $" {own}\r\n", StringComparison.Ordinal)));
    }

    private static Media.Audio.EncodedAudio Sound(char key, AudioCodec codec) =>
        TelephoneKey.TryFrom(key, out var found) ? ProofTones.Of(found, codec) : throw new ArgumentException("not a key of a telephone", nameof(key));

    private void Take(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionAnswered answered:
                _answered.TrySetResult(_negotiation.TryAccept(_isLoop ? Inside(answered.Answer) : answered.Answer));
                break;
            case SessionReinvite { Invite: var reinvite }:
                Answer(reinvite);
                break;
            case SessionEnded ended:
                _ended.TrySetResult(ended.End);
                break;
        }
    }

    // A carrier that asks whether we are still there, or moves its audio, must not end the call over it.
    private void Answer(PendingReinvite reinvite)
    {
        if (_negotiation.TryAnswer(reinvite.Request.Body, _codecs, out var body, out _, reinvite.IsExposed))
        {
            reinvite.Accept(body, SessionDescription.ContentType);
        }
        else
        {
            reinvite.Reject(488);
        }
    }

    private void Take(MediaEvent happened)
    {
        switch (happened)
        {
            case MediaStarted:
                _audible.TrySetResult();
                break;
            case Media.Relay.DigitReceived digit:
                _keys.Writer.TryWrite(digit.Digit);
                break;
        }
    }
}
