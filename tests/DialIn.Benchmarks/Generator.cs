using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DialIn.Benchmarks;

/// <summary>
/// Sends datagrams at a steady rate, in a process of its own, so that the CPU of the measured process is the receiver's alone.
/// Standard input has a line for each stream: <c>rtp address port</c> or <c>sip address port</c>. It prints the local port of
/// each stream before that, and afterwards how many it sent.
/// </summary>
internal static class Generator
{
    public const string Verb = "generate";

    // Strangers come from here; the carrier's network is another.
    private static readonly IPAddress StrangerAddress = IPAddress.Parse("127.9.9.9");

    public static void Run(int rate, int seconds)
    {
        var count = int.Parse(Console.ReadLine()!, CultureInfo.InvariantCulture);
        var kind = Console.ReadLine()!;
        var sockets = Enumerable.Range(0, count).Select(_ => Open(kind == "sip" ? StrangerAddress : IPAddress.Loopback)).ToArray();
        Console.WriteLine(string.Join(' ', sockets.Select(static socket => ((IPEndPoint)socket.LocalEndPoint!).Port)));
        var targets = Console.ReadLine()!.Split(' ').Select(IPEndPoint.Parse).ToArray();
        var packets = sockets.Select((_, stream) => kind == "sip" ? Options() : Rtp((uint)stream + 1)).ToArray();
        var start = TimeProvider.System.GetTimestamp();
        var sent = 0L;
        while (Elapsed() < seconds)
        {
            for (var due = (long)(Elapsed() * rate); sent < due; sent++)
            {
                var stream = (int)(sent % count);
                if (kind == "rtp")
                {
                    Advance(packets[stream]);
                }

                sockets[stream].SendTo(packets[stream], targets[stream % targets.Length]);
            }

            Thread.Yield();
        }

        Console.WriteLine(sent);

        double Elapsed() => TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static Socket Open(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    // What scanners send most.
    private static byte[] Options() => Encoding.ASCII.GetBytes("""
        OPTIONS sip:100@127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.9.9.9:5060;branch=z9hG4bK-1234567890;rport
        Max-Forwards: 70
        To: "sipvicious"<sip:100@1.1.1.1>
        From: "sipvicious"<sip:100@1.1.1.1>;tag=6433383034393938
        User-Agent: friendly-scanner
        Call-ID: 123456789012345678901234
        Contact: sip:100@127.9.9.9:5060
        CSeq: 1 OPTIONS
        Accept: application/sdp
        Content-Length: 0


        """.ReplaceLineEndings("\r\n"));

    private static byte[] Rtp(uint ssrc)
    {
        var packet = new byte[172];
        (packet[0], packet[1]) = (0x80, 8);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return packet;
    }

    private static void Advance(byte[] packet)
    {
        var sequence = packet.AsSpan(2, 2);
        var timestamp = packet.AsSpan(4, 4);
        BinaryPrimitives.WriteUInt16BigEndian(sequence, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(sequence) + 1));
        BinaryPrimitives.WriteUInt32BigEndian(timestamp, BinaryPrimitives.ReadUInt32BigEndian(timestamp) + 160);
    }
}
