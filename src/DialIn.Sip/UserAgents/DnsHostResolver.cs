using System.Net;

namespace DialIn.Sip.UserAgents;

/// <summary>The operating system's resolver (A and AAAA records, hosts file).</summary>
public sealed class DnsHostResolver : IHostResolver
{
    /// <inheritdoc/>
    public async ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
}
