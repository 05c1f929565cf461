using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>One INVITE as plain text over UDP, and the answers as they come: for a look at what no user agent shows.</summary>
internal static class BareInvite
{
    /// <summary>Sends it and gives the first final answer, header fields and all.</summary>
    public static async Task<string> AnswerAsync(int port, string caller, CancellationToken cancel)
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var own = socket.Client.LocalEndPoint;
        var id = Guid.NewGuid().ToString("N");
        var invite = $"""
            INVITE sip:{Site.CentralNumber}@127.0.0.1:{port} SIP/2.0
            Via: SIP/2.0/UDP {own};branch=z9hG4bK{id};rport
            From: <sip:{caller}@{own}>;tag=bare
            To: <sip:{Site.CentralNumber}@127.0.0.1:{port}>
            Call-ID: {id}
            CSeq: 1 INVITE
            Contact: <sip:carrier@{own}>
            Max-Forwards: 70
            Content-Length: 0


            """.ReplaceLineEndings("\r\n");
        await socket.SendAsync(Encoding.ASCII.GetBytes(invite), new IPEndPoint(IPAddress.Loopback, port), cancel);
        while (true)
        {
            var received = await socket.ReceiveAsync(cancel);
            var answer = Encoding.UTF8.GetString(received.Buffer);
            if (!answer.StartsWith("SIP/2.0 1", StringComparison.Ordinal))
            {
                return answer;
            }
        }
    }
}
