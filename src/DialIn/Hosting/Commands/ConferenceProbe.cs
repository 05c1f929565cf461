using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using DialIn.BigBlueButton;
using DialIn.Hosting.Configuration;
using DialIn.Media.Sdp;
using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Hosting.Commands;

/// <summary>
/// Speaks SIP to a server's FreeSWITCH as the service does, from the same address and another port: an OPTIONS, and an INVITE for a
/// conference that does not exist, which is ended at once.
/// </summary>
/// <param name="options">The configuration.</param>
/// <param name="dns">Who knows names.</param>
/// <param name="patience">How long an answer may take.</param>
internal sealed class ConferenceProbe(DialInOptions options, IDnsQueries dns, TimeSpan patience) : ISipApplication
{
    // A voiceBridge has 5 to 11 digits, and BBB gives 5: nobody has this one.
    private const string NoConference = "99999000000";

    // Whoever is alone in a conference is told so at once.
    private static readonly TimeSpan AudioWithin = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan CrossingWithin = TimeSpan.FromSeconds(2);

    /// <summary>Where a server is spoken to, without a number.</summary>
    public static SipUri TargetOf(ServerOptions server) =>
        SipUri.Parse(server.SipUri.Replace(ConferenceTarget.Placeholder, NoConference, StringComparison.Ordinal));

    /// <summary>The address that servers see, where it is known.</summary>
    public static string SourceOf(DialInOptions options) =>
        options.Sip.Listen.Select(static listen => listen.EndPoint.Address).FirstOrDefault(static address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))?.ToString()
        ?? options.Sip.PublicAddress?.All[0].ToString() ?? "this machine's address";

    /// <summary>Asks.</summary>
    public async Task<ConferenceAnswers> AskAsync(ServerOptions server, CancellationToken cancellationToken)
    {
        var target = TargetOf(server);
        await using var stack = new SipStack(
            new SipStackOptions
            {
                Listen = [.. options.Sip.Listen.Where(static listen => listen.Protocol is SipProtocol.Udp or SipProtocol.Tcp).Select(static listen => new SipListenPoint(listen.Protocol, new IPEndPoint(listen.EndPoint.Address, 0))).Distinct()],
                PublicAddresses = options.Sip.PublicAddress?.All ?? [],
            },
            this,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            dns: dns);
        await stack.StartAsync(cancellationToken);
        var from = new NameAddress("Telefon", new SipUri("sip", "999000000000000", SourceOf(options) is var source && IPAddress.TryParse(source, out _) ? source : "invalid", null), SipParameters.Empty);
        var (status, notSent) = await OptionsAsync(stack, target with { User = null }, from, cancellationToken);
        return notSent is not null
            ? new ConferenceAnswers(null, null, null, null) { NotSent = notSent }
            : await InviteAsync(stack, target, from, server, status, cancellationToken);
    }

    bool ISipApplication.Admit(SipProtocol protocol, IPEndPoint source) => true;

    void ISipApplication.OnInvite(PendingInvite invite) => invite.Reject(403);

    void ISipApplication.OnDropped(DropReason reason)
    {
    }

    private async Task<(int? Status, string? NotSent)> OptionsAsync(SipStack stack, SipUri target, NameAddress from, CancellationToken cancellationToken)
    {
        try
        {
            var request = new OutgoingRequest { Method = SipMethod.Options, Target = target, From = from, ExtraHeaders = SipHeaders.Empty.WithAdded(HeaderNames.Accept, SessionDescription.ContentType) };
            var response = await stack.SendAsync(request, cancellationToken).WaitAsync(patience, cancellationToken);
            return response switch
            {
                // RFC 3261 §8.1.3.1: the stack's own words for a transport that refuses.
                { StatusCode: 503 } when !response.Headers.Contains(HeaderNames.Via) => (null, "its name has no address, or nobody listens there"),
                { StatusCode: 408 } when !response.Headers.Contains(HeaderNames.Via) => (null, null),
                _ => (response.StatusCode, null),
            };
        }
        catch (TimeoutException)
        {
            return (null, null);
        }
    }

    private async Task<ConferenceAnswers> InviteAsync(SipStack stack, SipUri target, NameAddress from, ServerOptions server, int? status, CancellationToken cancellationToken)
    {
        using var audio = OpenPort();
        var local = (IPEndPoint)audio.Client.LocalEndPoint!;
        var told = options.Media.PublicAddress?.All.FirstOrDefault(address => address.AddressFamily == local.AddressFamily) ?? local.Address;
        var offer = OfferAnswer.CreateOffer(new LocalAudio(new IPEndPoint(told, local.Port), server.Codecs, (ulong)RandomNumberGenerator.GetInt32(1, int.MaxValue)) { Security = SecurityOf(server) });
        var outcome = new TaskCompletionSource<SessionEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = stack.Invite(new OutgoingInvite { Target = target, From = from, Body = offer.ToBytes(), RingTimeout = patience }, happened =>
        {
            if (happened is SessionAnswered or SessionEnded)
            {
                outcome.TrySetResult(happened);
            }

            if (happened is SessionEnded)
            {
                ended.TrySetResult();
            }
        });
        try
        {
            switch (await outcome.Task.WaitAsync(cancellationToken))
            {
                case SessionAnswered answered:
                    return new ConferenceAnswers(status, answered.Response.StatusCode, answered.Response.ReasonPhrase, await HearsAsync(audio, cancellationToken));
                case SessionEnded { End: { Cause: SessionEndCause.Rejected } end }:
                    return new ConferenceAnswers(status, end.StatusCode, end.Reason, null);
                default:
                    return new ConferenceAnswers(status, null, null, null);
            }
        }
        finally
        {
            // Also where somebody has no patience: a call that nobody ends stays in the conference. An answer that is on
            // its way is waited for: after a CANCEL nobody would be here to acknowledge and end it.
            await ((Task)outcome.Task).WaitAsync(CrossingWithin, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            session.Bye("Q.850;cause=16");
            await ended.Task.WaitAsync(patience, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // As a call would be; where that cannot be offered at all, the rules of the configuration have said so.
    private static MediaSecurity SecurityOf(ServerOptions server)
    {
        var security = new MediaSecurity(server.Srtp) { KeysMayTravel = server.SrtpWithoutTls, OffersFirst = true };
        return security.MayOffer ? security : MediaSecurity.Off;
    }

    private UdpClient OpenPort()
    {
        // In the range that the firewall lets through, at a port that the service does not use just now.
        var address = options.Media.Address.All[0];
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new UdpClient(new IPEndPoint(address, 2 * RandomNumberGenerator.GetInt32((options.Media.PortRange.First + 1) / 2, (options.Media.PortRange.Last / 2) + 1)));
            }
            catch (SocketException) when (tries < 20)
            {
                // Taken: another one.
            }
        }
    }

    private static async Task<bool> HearsAsync(UdpClient audio, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AudioWithin);
        try
        {
            await audio.ReceiveAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
