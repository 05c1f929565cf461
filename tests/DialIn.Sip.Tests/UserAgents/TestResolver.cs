using System.Net;
using System.Net.Sockets;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Knows the names that a test gives it.</summary>
internal sealed class TestResolver : Dictionary<string, string[]>, IHostResolver
{
    public async ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        // Not at once, as in life.
        await Task.Yield();
        return TryGetValue(host, out var addresses) ? [.. addresses.Select(IPAddress.Parse)] : throw new SocketException((int)SocketError.HostNotFound);
    }
}
