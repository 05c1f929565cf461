using System.Net;

namespace DialIn.Sip.UserAgents;

/// <summary>Finds the addresses of a host name.</summary>
public interface IHostResolver
{
    /// <summary>The addresses, the preferred one first; empty if there are none.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name could not be resolved.</exception>
    ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
