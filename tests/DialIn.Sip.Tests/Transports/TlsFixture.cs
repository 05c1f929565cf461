using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.Transports;

/// <summary>A TLS transport on a free port of the loopback with certificates of its own, and bare peers to speak to it.</summary>
internal sealed class TlsFixture : IAsyncDisposable
{
    public const string Name = "sip.example.org";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<IDisposable> _disposables = [];
    private readonly List<IAsyncDisposable> _transports = [];

    public TestAuthority Authority { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public RecordingEvents Events { get; } = new();

    public LineLogger Log { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("dialin-tls-").FullName;

    public TlsTransport Transport { get; private set; } = null!;

    /// <summary>Trusts the fixture's issuer alone.</summary>
    public TlsTrust Trust => new() { Roots = Authority.Roots, Revocation = RevocationCheck.None };

    public static async Task<TlsFixture> StartAsync(
        Func<TlsFixture, TlsOptions>? configure = null, TcpTransportOptions? options = null, string listen = "127.0.0.1:0")
    {
        var fixture = new TlsFixture();
        var tls = configure?.Invoke(fixture) ?? fixture.Options();
        fixture.Transport = await fixture.AddAsync(tls, fixture.Events, options, listen);
        return fixture;
    }

    /// <summary>What the fixture's transport is made with unless a test wants something else.</summary>
    public TlsOptions Options() => new() { Certificate = Certificate([Name]), TrustOf = _ => Trust };

    /// <summary>A certificate with its key, in files.</summary>
    public CertificateSource Certificate(IReadOnlyList<string> names, string file = "tls", TestAuthority? authority = null, DateTimeOffset? notAfter = null)
    {
        var issuer = authority ?? Authority;
        var (certificate, key) = TestAuthority.Write(Folder, issuer.Issue(names, notAfter: notAfter), file);
        return CertificateSource.Load(certificate, key, Time, Log);
    }

    /// <summary>Another transport.</summary>
    public async Task<TlsTransport> AddAsync(TlsOptions tls, ISipTransportEvents events, TcpTransportOptions? options = null, string listen = "127.0.0.1:0")
    {
        var transport = new TlsTransport(IPEndPoint.Parse(listen), tls, SipLimits.Default, options ?? TcpTransportOptions.Default, Time, Log);
        _transports.Add(transport);
        await transport.StartAsync(events, CancellationToken.None);
        return transport;
    }

    /// <summary>A bare TLS client of the transport, which believes everybody.</summary>
    public async Task<SslStream> ConnectAsync(string name = Name, X509Certificate2? certificate = null)
    {
        var stream = new SslStream(new NetworkStream(await ConnectPlainAsync(), ownsSocket: true));
        _disposables.Add(stream);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = name,
            ClientCertificates = certificate is null ? null : [certificate],
#pragma warning disable CA5359 // What the transport shows is looked at by the test.
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        }).WaitAsync(Patience);
        return stream;
    }

    /// <summary>A socket connected to the transport that has not said a word.</summary>
    public async Task<Socket> ConnectPlainAsync(bool keep = true)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (keep)
        {
            _disposables.Add(socket);
        }

        await socket.ConnectAsync(Transport.LocalEndPoint);
        return socket;
    }

    /// <summary>Asserts that the peer cut the connection, with or without a word.</summary>
    public static async Task AssertClosedAsync(Stream stream)
    {
        try
        {
            while (await stream.ReadAsync(new byte[100]).AsTask().WaitAsync(Patience) > 0)
            {
                // An alert, perhaps.
            }
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // A reset is a way to close, too.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _disposables.ForEach(disposable => disposable.Dispose());
        foreach (var transport in _transports)
        {
            await transport.DisposeAsync().AsTask().WaitAsync(Patience);
        }

        Authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Keeps the lines of Information and above.</summary>
    internal sealed class LineLogger : ILogger
    {
        private readonly Lock _lock = new();
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lock)
                {
                    return [.. _lines];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lock)
            {
                _lines.Add($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : " WITH A STACK TRACE")}");
            }
        }
    }
}
