using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transports;

/// <summary>Whom we believe when we connect, and what a connection is good for.</summary>
public sealed class TlsTransportTests
{
    private static readonly byte[] Options = Wire.Bytes(Wire.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sip.example.org", "sip.example.org", null)]
    [InlineData("SIP.Example.org.", "sip.example.org", null)]
    [InlineData("example.org", "sip:example.org", null)]
    [InlineData("127.0.0.1", "127.0.0.1", null)]
    [InlineData(null, "127.0.0.1", null)]
    [InlineData("pop3.example.net", "*.example.net", "*.example.net")]
    [InlineData("127.0.0.1", "carrier.example.net", "carrier.example.net")]
    [Rfc(3261, "26.2.1")]
    [Rfc(5922, "7.1")]
    [Rfc(5922, "7.2")]
    public async Task Server_WhoseCertificateHasTheName_IsSpokenTo(string? name, string inCertificate, string? allowed)
    {
        await using var server = await TlsFixture.StartAsync(f => f.Options() with { Certificate = f.Certificate([inCertificate]) });
        var client = await server.AddAsync(ClientOptions(server, allowed), new RecordingEvents());

        await client.SendAsync(Options, Remote(server, name), 0, Cancellation);

        var (message, flow) = await server.Events.NextMessage();
        Assert.Equal(SipMethod.Options, message.CSeq.Method);
        Assert.Equal(SipProtocol.Tls, flow.Remote.Protocol);
        Assert.Null(flow.Remote.ServerName);
        Assert.Null(flow.Peer);
        Assert.Empty(server.Log.Lines);
    }

    [Theory]
    [InlineData("sip.example.org", "sip.example.net", "its certificate is for sip.example.net")]
    [InlineData("sip.example.org", "*.example.org", "its certificate is for *.example.org")]
    [InlineData("example.org", "sip.example.org", "its certificate is for sip.example.org")]
    [InlineData("sip.example.org", "sips:sip.example.org", "its certificate is for nobody")]
    [InlineData("127.0.0.1", "sip.example.org", "its certificate is for sip.example.org")]
    [InlineData("127.0.0.1", "127.0.0.2", "its certificate is for 127.0.0.2")]
    [Rfc(5922, "7.2")]
    public async Task Server_OfAnotherName_IsRefusedInOneLine(string name, string inCertificate, string reason)
    {
        await using var server = await TlsFixture.StartAsync(f => f.Options() with { Certificate = f.Certificate([inCertificate]) });

        await AssertRefusedAsync(server, ClientOptions(server), name, reason);
    }

    [Fact]
    public async Task Server_WhoseCertificateHasExpired_IsRefusedInOneLine()
    {
        await using var server = await TlsFixture.StartAsync(f => f.Options() with
        {
            Certificate = f.Certificate([TlsFixture.Name], notAfter: new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        });

        await AssertRefusedAsync(
            server, ClientOptions(server), TlsFixture.Name, "a certificate is out of its time; its own is valid from 2020-01-01 00:00:00Z to 2021-01-01 00:00:00Z");
    }

    [Fact]
    public async Task Server_OfAnUnknownIssuer_IsRefusedInOneLine()
    {
        using var stranger = new TestAuthority("Stranger");
        await using var server = await TlsFixture.StartAsync(f => f.Options() with { Certificate = f.Certificate([TlsFixture.Name], authority: stranger) });

        await AssertRefusedAsync(server, ClientOptions(server), TlsFixture.Name, "nobody trusted issued its certificate (issuer CN=Stranger)");
    }

    [Fact]
    public async Task Server_OfTheTestsIssuer_IsUnknownToTheSystem()
    {
        await using var server = await TlsFixture.StartAsync();

        await AssertRefusedAsync(server, new TlsOptions(), TlsFixture.Name, "nobody trusted issued its certificate (issuer CN=Test root)");
    }

    [Fact]
    public async Task Server_ThatSpeaksNoTls_IsRefusedInOneLine()
    {
        await using var tcp = new TcpFixture();
        await using var fixture = await TlsFixture.StartAsync();
        var listener = tcp.Listen();
        var remote = (IPEndPoint)listener.LocalEndPoint!;

        var sending = fixture.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tls, remote, TlsFixture.Name), 0, Cancellation).AsTask();
        var peer = await tcp.AcceptAsync(listener);
        await peer.SendAsync("SIP/2.0 400 Bad Request\r\n\r\n"u8.ToArray(), Cancellation);
        await Assert.ThrowsAnyAsync<IOException>(() => sending);

        Assert.StartsWith($"Warning: No TLS with {TlsFixture.Name} at {remote}: the handshake failed", Assert.Single(fixture.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    [Rfc(3261, "18")]
    [Rfc(5923, "9.3")]
    public async Task Connection_IsSharedByOneName_AndNeverByAnother()
    {
        await using var server = await TlsFixture.StartAsync(f => f.Options() with { Certificate = f.Certificate([TlsFixture.Name, "other.example.org"]) });
        var client = await server.AddAsync(ClientOptions(server), new RecordingEvents());

        var flows = new List<Flow>();
        foreach (var name in (string[])[TlsFixture.Name, TlsFixture.Name, "other.example.org", "127.0.0.1"])
        {
            await client.SendAsync(Options, Remote(server, name), 0, Cancellation);
            flows.Add((await server.Events.NextMessage()).Flow);
        }

        Assert.Equal(flows[0], flows[1]);
        Assert.NotEqual(flows[0], flows[2]);
        // Who is named by an address has no domain to be verified: what is up serves, the latest first.
        Assert.Equal(flows[2], flows[3]);
    }

    [Fact]
    [Rfc(5923, "5")]
    public async Task Peer_ThatConnectedToUs_IsReachedOverItsConnectionUnderTheAddressItSends()
    {
        await using var server = await TlsFixture.StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.WriteAsync(Wire.Bytes(Wire.Options.Replace("192.0.2.1:5060", "127.0.0.1:5071", StringComparison.Ordinal)), Cancellation);
        var (message, _) = await server.Events.NextMessage();
        Assert.Equal(5071, message.TopVia.SentByPort);

        await server.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tls, IPEndPoint.Parse("127.0.0.1:5071"), "127.0.0.1"), 0, Cancellation);

        var bytes = new byte[Options.Length];
        await peer.ReadExactlyAsync(bytes, Cancellation);
        Assert.Equal(Options, bytes);
    }

    [Fact]
    [Rfc(5923, "9.2")]
    public async Task Peer_ThatClaimsAnotherAddress_IsNotReachedUnderIt()
    {
        await using var server = await TlsFixture.StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.WriteAsync(Wire.Bytes(Wire.Options.Replace("192.0.2.1:5060", "127.0.0.2:1", StringComparison.Ordinal)), Cancellation);
        await server.Events.NextMessage();

        // Nothing listens there, and the peer's connection is not used instead.
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(
            async () => await server.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tls, IPEndPoint.Parse("127.0.0.2:1"), "127.0.0.2"), 0, Cancellation));
    }

    [Fact]
    [Rfc(5923, "9.2")]
    public async Task Peer_ThatConnectedFromTheAddressOfARegistrar_IsShownNothingThatIsForIt()
    {
        await using var server = await TlsFixture.StartAsync(f => f.Options() with { TrustOf = _ => f.Trust with { IsShownCredentials = true } });
        await using var peer = await server.ConnectAsync();
        await peer.WriteAsync(Wire.Bytes(Wire.Options.Replace("192.0.2.1:5060", "127.0.0.1:1", StringComparison.Ordinal)), Cancellation);
        await server.Events.NextMessage();

        // It has proved no name. Nothing listens where the registrar should be, so nothing is sent.
        await Assert.ThrowsAnyAsync<System.Net.Sockets.SocketException>(
            async () => await server.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tls, IPEndPoint.Parse("127.0.0.1:1"), "127.0.0.1"), 0, Cancellation));
    }

    [Fact]
    public async Task Message_ByteByByteInBothDirections_ArrivesWhole()
    {
        await using var server = await TlsFixture.StartAsync();
        await using var peer = await server.ConnectAsync();
        foreach (var value in Options)
        {
            await peer.WriteAsync(new[] { value }, Cancellation);
        }

        var (message, flow) = await server.Events.NextMessage();
        Assert.Equal(Options, SipWriter.ToBytes(message));
        foreach (var value in Options)
        {
            await server.Transport.SendAsync(new[] { value }, flow.Remote, flow.ConnectionId, Cancellation);
        }

        var answer = new byte[Options.Length];
        await peer.ReadExactlyAsync(answer, Cancellation);
        Assert.Equal(Options, answer);
    }

    [Fact]
    [Rfc(5626, "3.5.1")]
    public async Task Ping_OfThePeer_IsAnswered_AndOursGoOut()
    {
        await using var server = await TlsFixture.StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.WriteAsync("\r\n\r\n"u8.ToArray(), Cancellation);
        var pong = new byte[2];
        await peer.ReadExactlyAsync(pong, Cancellation);
        Assert.Equal("\r\n"u8, pong);
    }

    [Fact]
    public async Task Stop_SendsWhatIsQueued_AndSaysGoodbye()
    {
        await using var server = await TlsFixture.StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.WriteAsync(Options, Cancellation);
        var (_, flow) = await server.Events.NextMessage();

        await server.Transport.SendAsync(Options, flow.Remote, flow.ConnectionId, Cancellation);
        await server.Transport.DisposeAsync();

        // A stream that ends without close_notify would throw here on the client's side of a proper library.
        await peer.ReadExactlyAsync(new byte[Options.Length], Cancellation);
        Assert.Equal(0, await peer.ReadAsync(new byte[1], Cancellation));
        Assert.Equal(flow, await server.Events.NextClosed());
    }

    [Fact]
    public async Task TransportWithoutACertificate_OpensConnectionsAndTakesNone()
    {
        await using var server = await TlsFixture.StartAsync();
        var client = await server.AddAsync(ClientOptions(server), new RecordingEvents(), listen: "127.0.0.1:5061");

        await client.SendAsync(Options, Remote(server, TlsFixture.Name), 0, Cancellation);

        Assert.Equal(SipMethod.Options, (await server.Events.NextMessage()).Message.CSeq.Method);
        Assert.Equal("127.0.0.1:5061", client.LocalEndPoint.ToString());
    }

    private static TlsOptions ClientOptions(TlsFixture fixture, string? allowed = null) =>
        new() { TrustOf = _ => fixture.Trust with { Names = allowed is null ? [] : [allowed] } };

    private static SipEndPoint Remote(TlsFixture server, string? name) => new(SipProtocol.Tls, server.Transport.LocalEndPoint, name);

    private static async Task AssertRefusedAsync(TlsFixture server, TlsOptions options, string name, string reason)
    {
        var client = await server.AddAsync(options, new RecordingEvents());

        var exception = await Assert.ThrowsAsync<IOException>(async () => await client.SendAsync(Options, Remote(server, name), 0, Cancellation));

        Assert.Equal($"No TLS with {name}: {reason}.", exception.Message);
        Assert.Equal($"Warning: No TLS with {name} at {server.Transport.LocalEndPoint}: {reason}", Assert.Single(server.Log.Lines));
        Assert.False(server.Events.HasMessage);
    }
}
