using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>
/// One who looks for telephones to abuse: many sources, the messages that such tools send, and rubbish. Its pace is that of a
/// carrier's own OPTIONS amid it all: the next chunk follows when the bridge has answered that.
/// </summary>
internal sealed class Scanner : IDisposable
{
    /// <summary>What its sources' addresses begin with.</summary>
    public const string Network = "127.66.";

    private const int Sources = 200;

    // What the bridge's socket holds although nobody reads from it for a while, with what each datagram takes of the kernel's memory.
    private const int Chunk = 100;

    // A datagram may be lost, as anywhere; then it is asked again.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly IPEndPoint _bridge;
    private readonly Socket[] _sources;
    private readonly UdpClient _carrier = new(new IPEndPoint(IPAddress.Loopback, 0));
    private uint _dice = 66;

    public Scanner(int bridgePort)
    {
        _bridge = new IPEndPoint(IPAddress.Loopback, bridgePort);
        _sources = [.. Enumerable.Range(0, Sources).Select(static number =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Parse($"{Network}{number / 100}.{1 + (number % 100)}"), 0));
            return socket;
        })];
    }

    /// <summary>How many bytes have come back to any of its sources.</summary>
    public int Answered => _sources.Sum(static source => source.Available);

    /// <summary>Sends that many datagrams.</summary>
    public async Task ScanAsync(int datagrams, CancellationToken cancel)
    {
        for (var sent = 0; sent < datagrams; sent++)
        {
            await _sources[sent % Sources].SendToAsync(Datagram(sent), _bridge, cancel);
            if (sent % Chunk == Chunk - 1)
            {
                await AskAsync(sent, cancel);
            }
        }
    }

    public void Dispose()
    {
        Array.ForEach(_sources, static source => source.Dispose());
        _carrier.Dispose();
    }

    private async Task AskAsync(int number, CancellationToken cancel)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"alive-{number}");
        var options = Request("OPTIONS", id, _carrier.Client, "Carrier SBC");
        for (var answer = ""; !answer.Contains(id, StringComparison.Ordinal);)
        {
            await _carrier.SendAsync(options, _bridge, cancel);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(AskAgainAfter);
            try
            {
                // Given up for good: a receive that is only left alone would take the next answer.
                answer = Encoding.ASCII.GetString((await _carrier.ReceiveAsync(limit.Token)).Buffer);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // Lost, or the machine is busy.
            }
        }
    }

    private byte[] Datagram(int number)
    {
        var source = _sources[number % Sources];
        var id = string.Create(CultureInfo.InvariantCulture, $"scan-{number}");
        return (number % 8) switch
        {
            0 or 1 => Request("REGISTER", id, source, "friendly-scanner"),
            2 or 3 => Request("INVITE", id, source, "sipcli/v1.8"),
            4 => Request("OPTIONS", id, source, "sipvicious"),
            5 => Rubbish(1 + (int)(Next() % 1400)),
            6 => [.. "SIP/2.0 200 OK\r\n"u8, .. Rubbish(300)],
            _ => Request("INVITE", id, source, "VaxSIPUserAgent/3.1")[..(int)(20 + (Next() % 200))],
        };
    }

    private static byte[] Request(string method, string id, Socket from, string agent) => Encoding.ASCII.GetBytes($"""
        {method} sip:00441904911000@127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP {from.LocalEndPoint};branch=z9hG4bK{id};rport
        Max-Forwards: 70
        From: "100" <sip:100@{from.LocalEndPoint}>;tag={id}
        To: <sip:00441904911000@127.0.0.1>
        Call-ID: {id}
        CSeq: 1 {method}
        Contact: <sip:100@{from.LocalEndPoint}>
        User-Agent: {agent}
        Content-Length: 0


        """.ReplaceLineEndings("\r\n"));

    private byte[] Rubbish(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)Next();
        }

        return bytes;
    }

    // The same in every run.
    private uint Next() => (_dice = (_dice * 1_664_525) + 1_013_904_223) >> 8;
}
