using System.Net.Sockets;
using System.Text;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>A front end that writes its request itself: no library between the test and the bytes.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="method">The method.</param>
    /// <param name="target">The request target, as it is sent.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="body">The body, if there is one.</param>
    /// <param name="headers">More headers, one a line.</param>
    /// <returns>Status line, headers, empty line and body, as they came.</returns>
    public static async Task<string> SendAsync(
        Uri server, string method, string target, CancellationToken cancel, string? body = null, string headers = "")
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port, cancel);
        await using var stream = new NetworkStream(socket);
        var length = body is null ? "" : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        var more = headers.Length == 0 ? "" : $"{headers}\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{method} {target} HTTP/1.1\r\nHost: dialin.example\r\nConnection: close\r\n{length}{more}\r\n{body}"), cancel);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel).WaitAsync(Limits.Generous, cancel);
    }
}
