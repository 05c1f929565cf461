using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DialIn.Sip.Transports;

/// <summary>Whether a peer's certificate is to be believed: its chain, its time, its purpose, its name, and that its issuer has not withdrawn it.</summary>
internal static class CertificateVerifier
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string SipDomain = "1.3.6.1.5.5.7.3.20";
    private const string Unreadable = "its certificate cannot be read";
    private const string AnyPurpose = "2.5.29.37.0";

    // Long enough for a list over a slow line, well within the handshake's own deadline.
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The chain policy for everything that SslStream does by itself: nothing is fetched from addresses that a peer wrote into its certificate.</summary>
    public static X509ChainPolicy Passive => new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };

    /// <summary>Verifies the certificate of a server that we connect to.</summary>
    /// <param name="certificate">What it shows; null if nothing.</param>
    /// <param name="sent">The further certificates that it sent.</param>
    /// <param name="serverName">The name that we asked for.</param>
    /// <param name="trust">What to believe.</param>
    /// <param name="identity">Who it is.</param>
    /// <returns>What is wrong, in words for a log line; null if nothing.</returns>
    public static string? VerifyServer(
        X509Certificate2? certificate, X509Certificate2Collection sent, string serverName, TlsTrust trust, out PeerIdentity? identity)
    {
        identity = null;
        if (certificate is null)
        {
            return "it shows no certificate";
        }

        var names = CertificateNames.Of(certificate);
        if (!names.Match(serverName) && !trust.Names.Any(names.Match))
        {
            return $"its certificate is for {names}";
        }

        var fault = CheckChain(certificate, sent, trust, [ServerAuthentication, SipDomain]);
        identity = fault is null ? new PeerIdentity(names.Domains, trust.Name.Length == 0 ? [] : [trust.Name]) : null;
        return fault;
    }

    /// <summary>Verifies the certificate of a client: whether it is one of those that we know by their certificate.</summary>
    /// <returns>What is wrong; null if it is one of them.</returns>
    public static string? VerifyClient(X509Certificate2 certificate, X509Certificate2Collection sent, IReadOnlyList<TlsTrust> clients, out PeerIdentity? identity)
    {
        identity = null;
        var names = CertificateNames.Of(certificate);
        var fault = $"its certificate is for {names}, which nobody here is known by";
        var known = new List<string>();
        foreach (var trust in clients.Where(trust => trust.Names.Any(names.Match)))
        {
            // Carriers show their server certificate as clients, too, and public issuers no longer give any for clients.
            if (CheckChain(certificate, sent, trust, [ClientAuthentication, ServerAuthentication, SipDomain]) is { } wrong)
            {
                fault = wrong;
            }
            else
            {
                known.Add(trust.Name);
            }
        }

        identity = known.Count == 0 ? null : new PeerIdentity(names.Domains, known);
        return identity is null ? fault : null;
    }

    private static string? CheckChain(X509Certificate2 certificate, X509Certificate2Collection sent, TlsTrust trust, ReadOnlySpan<string> purposes)
    {
        try
        {
            if (!HasPurpose(certificate, purposes))
            {
                return "its certificate is for another purpose";
            }
        }
        catch (CryptographicException)
        {
            // Nobody has vouched for it yet: anybody can write anything there.
            return Unreadable;
        }

        // First without asking anybody: only a certificate of a trusted issuer may name an address that we then fetch from.
        var fault = Build(certificate, sent, trust, X509RevocationMode.NoCheck);
        return fault is not null || trust.Revocation == RevocationCheck.None
            ? fault
            : Build(certificate, sent, trust, trust.Revocation == RevocationCheck.Online ? X509RevocationMode.Online : X509RevocationMode.Offline);
    }

    private static string? Build(X509Certificate2 certificate, X509Certificate2Collection sent, TlsTrust trust, X509RevocationMode revocation)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = revocation;
        chain.ChainPolicy.UrlRetrievalTimeout = FetchTimeout;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        if (trust.CurrentRoots is { } roots)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        }

        try
        {
            if (chain.Build(certificate))
            {
                return null;
            }
        }
        catch (CryptographicException)
        {
            return Unreadable;
        }

        const X509ChainStatusFlags Unknown = X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;
        var wrong = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, status) => all | status.Status) & ~Unknown;
        return wrong switch
        {
            // A list that cannot be had is no withdrawal.
            X509ChainStatusFlags.NoError => null,
            _ when wrong.HasFlag(X509ChainStatusFlags.Revoked) => "its certificate was withdrawn by its issuer",
            _ when wrong.HasFlag(X509ChainStatusFlags.NotTimeValid) => string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"a certificate is out of its time; its own is valid from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}"),
            _ when (wrong & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0 => $"nobody trusted issued its certificate (issuer {CertificateNames.Printable(certificate.Issuer)})",
            _ => $"its certificate is not valid: {wrong}",
        };
    }

    private static bool HasPurpose(X509Certificate2 certificate, ReadOnlySpan<string> purposes)
    {
        var extension = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        if (extension is null)
        {
            return true;
        }

        foreach (var purpose in extension.EnhancedKeyUsages)
        {
            if (purpose.Value == AnyPurpose || purposes.Contains(purpose.Value!))
            {
                return true;
            }
        }

        return false;
    }
}
