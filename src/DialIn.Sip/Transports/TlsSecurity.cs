using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.Transports;

/// <summary>The TLS handshake of both roles. Thread-safe.</summary>
internal sealed class TlsSecurity(TlsOptions options, TimeProvider time, ILogger logger) : IConnectionSecurity
{
    private const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    // Strangers may show what they like as often as they like; one line in a while is enough to find a misconfigured trunk by.
    private static readonly TimeSpan StrangersLineEvery = TimeSpan.FromSeconds(10);

    private long _lastStranger;

    /// <inheritdoc/>
    public ValueTask<(Stream Stream, PeerIdentity? Peer)> SecureAsync(Stream plain, SipEndPoint remote, bool weOpened, CancellationToken cancellationToken) =>
        weOpened ? AsClientAsync(plain, remote, cancellationToken) : AsServerAsync(plain, remote, cancellationToken);

    /// <inheritdoc/>
    public bool InsistsOn(SipEndPoint remote) => options.TrustOf(remote).IsShownCredentials;

    /// <inheritdoc/>
    public async Task EndAsync(Stream secured)
    {
        try
        {
            await ((SslStream)secured).ShutdownAsync();
        }
        catch (CryptographicException)
        {
            // OpenSSL refuses while the reading loop is at a message of TLS itself, such as a session ticket: then the connection ends without a goodbye.
        }
    }

    private async ValueTask<(Stream Stream, PeerIdentity? Peer)> AsClientAsync(Stream plain, SipEndPoint remote, CancellationToken cancellationToken)
    {
        // Asked for by SNI and verified: the domain that the URI names. SNI has no addresses, SslStream leaves those out.
        var name = remote.ServerName ?? remote.Address.Address.ToString();
        var trust = options.TrustOf(remote);
        string? fault = null;
        PeerIdentity? peer = null;
        var stream = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = name,
                    EnabledSslProtocols = Versions,
                    AllowRenegotiation = false,
                    // Each connection is verified anew, against the roots and names of now.
                    AllowTlsResume = false,
                    ClientCertificateContext = trust.Certificate?.Current,
                    CertificateChainPolicy = CertificateVerifier.Passive,
                    RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                        (fault = CertificateVerifier.VerifyServer(certificate as X509Certificate2, SentWith(chain), name, trust, out peer)) is null,
                },
                cancellationToken);
            return (stream, peer);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or OperationCanceledException)
        {
            await stream.DisposeAsync();
            var reason = fault ?? ReasonOf(exception);
            SipLog.ServerNotVerified(logger, name, remote.Address, reason);
            throw new IOException($"No TLS with {name}: {reason}.", exception);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<(Stream Stream, PeerIdentity? Peer)> AsServerAsync(Stream plain, SipEndPoint remote, CancellationToken cancellationToken)
    {
        PeerIdentity? peer = null;
        var stream = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = options.Certificate!.Current,
                    EnabledSslProtocols = Versions,
                    AllowRenegotiation = false,
                    AllowTlsResume = false,
                    // Asked for, not insisted on: who shows none may be known by its address.
                    ClientCertificateRequired = options.Clients.Count > 0,
                    CertificateChainPolicy = CertificateVerifier.Passive,
#pragma warning disable CA5359 // Whoever is not known by a certificate is known by its address, or not admitted once the handshake is through.
                    RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                    {
                        if (certificate is X509Certificate2 shown && CertificateVerifier.VerifyClient(shown, SentWith(chain), options.Clients, out peer) is { } fault)
                        {
                            OnStranger(remote, fault);
                        }

                        return true;
                    },
#pragma warning restore CA5359
                },
                cancellationToken);
            return (stream, peer);
        }
        catch (AuthenticationException exception)
        {
            await stream.DisposeAsync();
            throw new IOException("The handshake failed.", exception);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private void OnStranger(SipEndPoint remote, string fault)
    {
        var last = Interlocked.Read(ref _lastStranger);
        var now = time.GetTimestamp();
        if ((last == 0 || time.GetElapsedTime(last, now) >= StrangersLineEvery) && Interlocked.CompareExchange(ref _lastStranger, now, last) == last)
        {
            SipLog.ClientNotKnown(logger, remote.Address, fault);
        }
    }

    private static X509Certificate2Collection SentWith(X509Chain? chain) => chain?.ChainPolicy.ExtraStore ?? [];

    private static string ReasonOf(Exception exception) => exception switch
    {
        OperationCanceledException => "it did not finish the handshake in time",
        AuthenticationException { InnerException: { } inner } => $"the handshake failed ({inner.Message})",
        _ => $"the handshake failed ({exception.Message})",
    };
}
