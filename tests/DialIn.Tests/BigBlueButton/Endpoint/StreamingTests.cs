using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>Bodies pass through as they come, however large: nothing of them is kept.</summary>
public class StreamingTests
{
    private const long Size = 200L * 1024 * 1024;

    // What the buffers of two loopback connections may hold, and far less than the body.
    private const long MostUnderWay = 48L * 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("create", "meetingID=room-1&name=n")]
    [InlineData("insertDocument", "meetingID=room-1")]
    public async Task Presentation_OfTwoHundredMegabytes_WaitsForAServerThatReadsSlowly(string call, string query)
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        var mayRead = new TaskCompletionSource();
        var received = new TaskCompletionSource<long>();
        endpoint.Serve = async http =>
        {
            http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
            await mayRead.Task;
            received.SetResult(await CountAsync(http.Request.Body));
            await http.Response.WriteAsync(CreateDocument.Of("room-1"), Cancel);
        };
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endpoint.Http.Host, endpoint.Http.Port, Cancel);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"POST /bigbluebutton/api/{call}?{EndpointFixture.Sign(call, query)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/xml\r\nContent-Length: {Size}\r\n\r\n"), Cancel);

        var sent = SendUntilItStands(socket);
        Assert.InRange(sent, 1, MostUnderWay);
        mayRead.SetResult();
        await SendRestAsync(socket, sent);

        Assert.Equal(Size, await received.Task.WaitAsync(Limits.Generous, Cancel));
        using var reader = new StreamReader(new NetworkStream(socket));
        Assert.Contains("<returncode>SUCCESS</returncode>", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LargeBody_ThatNobodySigned_IsNotTaken()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        var answer = await RawHttp.SendAsync(
            endpoint.Http, "POST", "/bigbluebutton/api/insertDocument?meetingID=a", Cancel, headers: $"Content-Type: application/xml\r\nContent-Length: {Size}");

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Empty(endpoint.Seen);
    }

    [Fact]
    public async Task Form_LargerThanAny_IsRefused()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        var answer = await RawHttp.SendAsync(
            endpoint.Http, "POST", "/bigbluebutton/api/create", Cancel, headers: $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Size}");

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("<returncode>FAILED</returncode>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_IsPassedOnWhileTheServerStillWritesIt()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        var firstRead = new TaskCompletionSource();
        endpoint.Answer = async (http, _) =>
        {
            await http.Response.WriteAsync("first", Cancel);
            await http.Response.Body.FlushAsync(Cancel);
            await firstRead.Task.WaitAsync(Limits.Generous, Cancel);
            await http.Response.WriteAsync("second", Cancel);
        };
        using var client = new HttpClient();

        using var answer = await client.GetAsync(
            new Uri(endpoint.Http, $"/bigbluebutton/api/create?{EndpointFixture.Sign("create", "meetingID=room-1&name=n")}"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        var first = new char[5];
        await reader.ReadBlockAsync(first, Cancel);
        firstRead.SetResult();

        Assert.Equal("first", new string(first));
        Assert.Equal("second", await reader.ReadToEndAsync(Cancel));
    }

    private static long SendUntilItStands(Socket socket)
    {
        var block = new byte[64 * 1024];
        var sent = 0L;
        socket.Blocking = false;
        // Half a second without a place for one more byte: the other side has stopped reading.
        while (sent < Size && socket.Poll(TimeSpan.FromMilliseconds(500), SelectMode.SelectWrite))
        {
            var count = socket.Send(block.AsSpan(0, (int)Math.Min(block.Length, Size - sent)), SocketFlags.None, out var error);
            sent += error == SocketError.Success ? count : 0;
        }

        socket.Blocking = true;
        return sent;
    }

    private static async Task SendRestAsync(Socket socket, long sent)
    {
        var block = new byte[1024 * 1024];
        while (sent < Size)
        {
            sent += await socket.SendAsync(block.AsMemory(0, (int)Math.Min(block.Length, Size - sent)), Cancel);
        }
    }

    private static async Task<long> CountAsync(Stream body)
    {
        var block = new byte[64 * 1024];
        var sum = 0L;
        int read;
        while ((read = await body.ReadAsync(block, Cancel)) > 0)
        {
            sum += read;
        }

        return sum;
    }
}
