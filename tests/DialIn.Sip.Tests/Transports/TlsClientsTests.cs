using System.Net;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transports;

/// <summary>Peers that connect to us: their certificates, ours, and what they do instead of a handshake.</summary>
public sealed class TlsClientsTests
{
    private static readonly byte[] Options = Wire.Bytes(Wire.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Rfc(5922, "7.1")]
    public async Task Client_ThatShowsACertificateWeKnow_IsKnownByIt()
    {
        await using var server = await TlsFixture.StartAsync(KnowsCarrier);
        await using var peer = await server.ConnectAsync(certificate: server.Authority.Issue(["sbc.carrier.example", "sip:carrier.example"]));
        await peer.WriteAsync(Options, Cancellation);

        var identity = (await server.Events.NextMessage()).Flow.Peer;

        Assert.NotNull(identity);
        Assert.Equal(["carrier"], identity.KnownAs);
        Assert.Equal(["sbc.carrier.example", "carrier.example"], identity.Domains);
        Assert.Empty(server.Log.Lines);
    }

    [Fact]
    public async Task Transport_ShowsItsCertificateToAServerThatAsks()
    {
        await using var server = await TlsFixture.StartAsync(KnowsCarrier);
        var client = await server.AddAsync(
            new TlsOptions { TrustOf = _ => server.Trust with { Certificate = server.Certificate(["carrier.example"], "client") } }, new RecordingEvents());

        await client.SendAsync(Options, new SipEndPoint(SipProtocol.Tls, server.Transport.LocalEndPoint, TlsFixture.Name), 0, Cancellation);

        Assert.Equal(["carrier"], (await server.Events.NextMessage()).Flow.Peer!.KnownAs);
    }

    [Theory]
    [InlineData("other.example", false, null, "its certificate is for other.example, which nobody here is known by")]
    [InlineData("x.carrier.example", false, null, "its certificate is for x.carrier.example, which nobody here is known by")]
    [InlineData("carrier.example", true, null, "nobody trusted issued its certificate (issuer CN=Stranger)")]
    [InlineData("carrier.example", false, "1.3.6.1.5.5.7.3.4", "its certificate is for another purpose")]
    public async Task Client_WithAnotherCertificate_IsNotKnownAndNotAdmitted(string name, bool isForeign, string? purpose, string reason)
    {
        using var stranger = new TestAuthority("Stranger");
        await using var server = await TlsFixture.StartAsync(KnowsCarrier);
        server.Events.FlowAdmission = flow => flow.Peer is not null;
        var issuer = isForeign ? stranger : server.Authority;
        var certificate = purpose is null ? issuer.Issue([name]) : issuer.Issue([name], purpose: purpose);

        await using var peer = await server.ConnectAsync(certificate: certificate);

        await TlsFixture.AssertClosedAsync(peer);
        Assert.Equal(DropReason.NotAdmitted, await server.Events.NextDrop());
        Assert.EndsWith($"showed a certificate by which it is not known: {reason}", Assert.Single(server.Log.Lines), StringComparison.Ordinal);
        await AssertClosedWithoutFlowAsync(server);
    }

    [Fact]
    public async Task Client_WithoutACertificate_MayBeKnownByItsAddress()
    {
        await using var server = await TlsFixture.StartAsync(KnowsCarrier);
        await using var peer = await server.ConnectAsync();
        await peer.WriteAsync(Options, Cancellation);

        Assert.Null((await server.Events.NextMessage()).Flow.Peer);
    }

    [Fact]
    public async Task Strangers_WithManyCertificates_MakeOneLineInTenSeconds()
    {
        await using var server = await TlsFixture.StartAsync(KnowsCarrier);
        var certificate = server.Authority.Issue(["other.example"]);
        for (var i = 0; i < 5; i++)
        {
            await using var peer = await server.ConnectAsync(certificate: certificate);
            await peer.WriteAsync(Options, Cancellation);
            await server.Events.NextMessage();
        }

        Assert.Single(server.Log.Lines);
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await using var later = await server.ConnectAsync(certificate: certificate);
        await later.WriteAsync(Options, Cancellation);
        await server.Events.NextMessage();
        Assert.Equal(2, server.Log.Lines.Count);
    }

    [Fact]
    public async Task Certificate_ThatChanges_IsShownToTheNext_AndTheLiveConnectionStays()
    {
        await using var server = await TlsFixture.StartAsync();
        await using var before = await server.ConnectAsync();
        var old = before.RemoteCertificate!.GetSerialNumberString();

        TestAuthority.Write(server.Folder, server.Authority.Issue([TlsFixture.Name]));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await using var after = await server.ConnectAsync();

        Assert.NotEqual(old, after.RemoteCertificate!.GetSerialNumberString());
        Assert.StartsWith("Information: The certificate in ", Assert.Single(server.Log.Lines), StringComparison.Ordinal);
        await before.WriteAsync(Options, Cancellation);
        await server.Events.NextMessage();
    }

    [Fact]
    public async Task Certificate_HalfWritten_LeavesTheOldOneInUse_AndSaysSoOnce()
    {
        await using var server = await TlsFixture.StartAsync();
        var next = server.Authority.Issue([TlsFixture.Name]);
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "tls.pem"), next.ExportCertificatePem(), Cancellation);
        for (var i = 0; i < 3; i++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await using var peer = await server.ConnectAsync();
            Assert.NotEqual(next.SerialNumber, peer.RemoteCertificate!.GetSerialNumberString());
        }

        Assert.StartsWith("Warning: The certificate in ", Assert.Single(server.Log.Lines), StringComparison.Ordinal);
        TestAuthority.Write(server.Folder, next);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await using var after = await server.ConnectAsync();
        Assert.Equal(next.SerialNumber, after.RemoteCertificate!.GetSerialNumberString());
    }

    [Theory]
    [InlineData("OPTIONS sip:4711@127.0.0.1 SIP/2.0\r\n\r\n")]
    [InlineData("\r\n\r\n\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0000\u0005garbage that is no ClientHello")]
    public async Task Garbage_InsteadOfAHandshake_IsCutAndCounted(string text)
    {
        await using var server = await TlsFixture.StartAsync();
        var socket = await server.ConnectPlainAsync();

        await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(text), Cancellation);

        Assert.Equal(DropReason.HandshakeFailed, await server.Events.NextDrop());
        await TlsFixture.AssertClosedAsync(new System.Net.Sockets.NetworkStream(socket));
        await AssertClosedWithoutFlowAsync(server);
        Assert.Empty(server.Log.Lines);
    }

    [Fact]
    public async Task Handshake_NeverBegun_IsSweptAfterFiveSeconds()
    {
        await using var server = await TlsFixture.StartAsync();
        var socket = await server.ConnectPlainAsync();
        var dropped = server.Events.NextDrop();

        while (!dropped.IsCompleted)
        {
            Cancellation.ThrowIfCancellationRequested();
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(DropReason.HandshakeFailed, await dropped);
        await TlsFixture.AssertClosedAsync(new System.Net.Sockets.NetworkStream(socket));
    }

    [Fact]
    public async Task Handshakes_MoreThanAtOnce_AreRefused_AndThePlaceComesBack()
    {
        await using var server = await TlsFixture.StartAsync(options: new TcpTransportOptions { MaxHandshakes = 2 });
        var first = await server.ConnectPlainAsync();
        await server.ConnectPlainAsync();
        await server.ConnectPlainAsync();
        Assert.Equal(DropReason.TooManyConnections, await server.Events.NextDrop());

        await first.SendAsync("no TLS at all, for sure"u8.ToArray(), Cancellation);
        Assert.Equal(DropReason.HandshakeFailed, await server.Events.NextDrop());

        await using var peer = await server.ConnectAsync();
        await peer.WriteAsync(Options, Cancellation);
        await server.Events.NextMessage();
    }

    [Fact]
    public async Task Handshakes_OfAKnownNetwork_HaveAPlaceWhenStrangersHaveTakenTheirs()
    {
        await using var server = await TlsFixture.StartAsync(options: new TcpTransportOptions { MaxHandshakes = 2, ReservedHandshakes = 1 });
        await server.ConnectPlainAsync();
        await server.ConnectPlainAsync();
        await server.ConnectPlainAsync();
        Assert.Equal(DropReason.TooManyConnections, await server.Events.NextDrop());

        server.Events.Expectation = flow => flow.Peer is null && flow.Remote.Address.Address.Equals(IPAddress.Loopback);
        await using var peer = await server.ConnectAsync();
        await peer.WriteAsync(Options, Cancellation);
        await server.Events.NextMessage();
    }

    private static TlsOptions KnowsCarrier(TlsFixture fixture) => fixture.Options() with
    {
        Clients = [fixture.Trust with { Name = "carrier", Names = ["carrier.example", "*.pool.carrier.example"] }],
    };

    private static async Task AssertClosedWithoutFlowAsync(TlsFixture server)
    {
        // What never was a connection is not reported as one that ended.
        await server.Transport.DisposeAsync();
        Assert.False(server.Events.HasClosed);
        Assert.False(server.Events.HasMessage);
    }
}
