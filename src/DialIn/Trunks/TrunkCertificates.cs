using System.Security.Cryptography.X509Certificates;
using DialIn.Sip.Transports;

namespace DialIn.Trunks;

/// <summary>
/// What TLS believes and shows: our certificate, and for each trunk its roots, its names and the certificate that it wants to
/// see. Files have been checked by the rules of the configuration; certificates of ours and carriers' roots are read anew when they change.
/// </summary>
internal sealed class TrunkCertificates
{
    private readonly TrunkSources _sources;
    private readonly Dictionary<string, TlsTrust> _byTrunk = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TlsTrust> _byHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly TlsTrust _others;

    /// <summary>Reads the files.</summary>
    /// <param name="trunks">The trunks.</param>
    /// <param name="own">Our certificate; null for none.</param>
    /// <param name="load">Reads a certificate and its key.</param>
    /// <param name="loadRoots">Reads roots.</param>
    /// <param name="baseFolder">What relative files count from.</param>
    /// <param name="sources">Whose an address is.</param>
    public TrunkCertificates(
        IReadOnlyList<TrunkOptions> trunks, CertificateSource? own, Func<string, string, CertificateSource> load, Func<string, RootsSource> loadRoots, string baseFolder, TrunkSources sources)
    {
        _sources = sources;
        _others = TlsTrust.System with { Certificate = own };
        foreach (var trunk in trunks)
        {
            var trust = new TlsTrust
            {
                Name = trunk.Name,
                Names = [.. trunk.CertificateNames.Select(static name => name.ToLowerInvariant())],
                RootsSource = trunk.RootsFile is { } file ? loadRoots(Path.Combine(baseFolder, file)) : null,
                Revocation = trunk.Revocation,
                Certificate = trunk is { CertificateFile: { } certificate, CertificateKeyFile: { } key } ? load(certificate, key) : own,
            };
            _byTrunk[trunk.Name] = trust;
            foreach (var uri in new[] { trunk.Registrar, trunk.OutboundProxy }.OfType<string>())
            {
                // Who is shown a password has to be verified, also where it is named by an address and somebody has called from there.
                _byHost[TrunkUri.Parse(uri).Host] = trust with { IsShownCredentials = true };
            }
        }

        Options = new TlsOptions
        {
            Certificate = own,
            TrustOf = TrustOf,
            Clients = [.. _byTrunk.Values.Where(static trust => trust.Names.Count > 0)],
        };
    }

    /// <summary>For the SIP stack.</summary>
    public TlsOptions Options { get; }

    /// <summary>The roots in a PEM file.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It holds something else.</exception>
    public static X509Certificate2Collection Roots(string file)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return roots;
    }

    // By the name that the operator wrote down; a trunk's other hosts, which it names in calls, by their address.
    private TlsTrust TrustOf(SipEndPoint remote) =>
        remote.ServerName is { } name && _byHost.TryGetValue(name, out var trust) ? trust
        : _sources.TrunkOf(remote.Address.Address) is { } trunk && _byTrunk.TryGetValue(trunk, out var ofAddress) ? ofAddress
        : _others;
}
