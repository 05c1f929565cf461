using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;

namespace DialIn.Tests.Service;

/// <summary>
/// A carrier that brings calls to the number back to where they came from: a stateless proxy (RFC 3261 §16.11) that stays in the
/// dialog. Audio goes directly.
/// </summary>
internal sealed class HairpinCarrier : IAsyncDisposable
{
    // Not that of the service: what comes from there comes from inside.
    public const string Address = "127.0.0.2";

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Parse(Address), 0));
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _running;

    public HairpinCarrier() => _running = RunAsync();

    /// <summary>Where calls go out to.</summary>
    public string Target => $"sip:{Address}:{Port}";

    /// <summary>What INVITEs get while it is set.</summary>
    public int? Refusal { get; set; }

    /// <summary>The realm of the password that INVITEs have to show; what they show is not looked at.</summary>
    public string Realm { get; set; } = "";

    /// <summary>How many INVITEs have shown one.</summary>
    public int Answered { get; set; }

    private int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        _socket.Dispose();
        _ended.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            UdpReceiveResult received;
            try
            {
                received = await _socket.ReceiveAsync(_ended.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (SipParser.TryParse(received.Buffer, SipLimits.Default, out var message, out _))
            {
                var passed = message is SipRequest request ? Pass(request) : Pass((SipResponse)message);
                await _socket.SendAsync(SipWriter.ToBytes(passed), received.RemoteEndPoint, _ended.Token);
            }
        }
    }

    private SipMessage Pass(SipRequest request)
    {
        if (Refusal is { } status && request.Method == SipMethod.Invite)
        {
            return SipResponse.For(request, status);
        }

        if (request.Method == SipMethod.Invite && request.To.Tag is null)
        {
            if (!request.Headers.Contains(HeaderNames.ProxyAuthorization))
            {
                var refusal = SipResponse.For(request, 407);
                return refusal.With(refusal.Headers.WithAdded(HeaderNames.ProxyAuthenticate, $"Digest realm=\"{Realm}\", nonce=\"once\""));
            }

            Answered++;
        }

        var headers = request.Headers.Without(HeaderNames.Route);
        if (request.To.Tag is null)
        {
            headers = headers.WithPrepended(HeaderNames.RecordRoute, $"<sip:{Address}:{Port};lr>");
        }

        return request.With(headers.WithPrepended(HeaderNames.Via, $"SIP/2.0/UDP {Address}:{Port};branch=z9hG4bKhairpin{request.TopVia.Branch}"));
    }

    private static SipResponse Pass(SipResponse response)
    {
        var vias = response.Headers.GetAll(HeaderNames.Via);
        return response.With(vias.Skip(1).Reverse().Aggregate(response.Headers.Without(HeaderNames.Via), static (headers, via) => headers.WithPrepended(HeaderNames.Via, via)));
    }
}
