using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Tests.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transports;

/// <summary>The torture messages over a real connection, a byte at a time.</summary>
public class TortureOverTcpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [Rfc(3261, "18.3")]
    [InlineData("wsinv")]
    [InlineData("intmeth")]
    [InlineData("longreq")]
    [InlineData("mpart01")]
    [InlineData("ipv6-in-sdp")]
    public async Task Message_ByteByByte_ArrivesWhole(string name)
    {
        var bytes = TortureMessage.Load(name);
        var expected = Wire.Parse(bytes);
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();

        await SendAsync(client, bytes);

        var (message, _) = await fixture.Events.NextMessage();
        Assert.Equal(expected.ToString(), message.ToString());
        Assert.Equal(expected.Headers, message.Headers);
        Assert.Equal(expected.Body.ToArray(), message.Body.ToArray());
    }

    [Theory]
    [Rfc(3261, "18.3")]
    [InlineData("ncl", SipParseErrorKind.BadContentLength)]
    [InlineData("mcl01", SipParseErrorKind.BadContentLength)]
    public async Task Message_ThatCannotBeFramed_ByteByByte_IsReportedOnceAndTheConnectionCloses(string name, SipParseErrorKind kind)
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();

        var sending = SendAsync(client, TortureMessage.Load(name));

        Assert.Equal(kind, (await fixture.Events.NextMalformed()).Error.Kind);
        Assert.False(fixture.Events.HasMessage);

        // The transport may close before the last byte is sent.
        Assert.True(await Task.WhenAny(sending) is { Exception: null or { InnerException: SocketException } });
    }

    private static async Task SendAsync(Socket client, byte[] bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            await client.SendAsync(bytes.AsMemory(i, 1), Cancellation);
        }
    }
}
