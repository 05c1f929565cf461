using System.Net;
using System.Net.Sockets;

namespace DialIn.Sip.Locating;

/// <summary>Names as the operating system knows them: addresses only, from its hosts file, its name servers and whatever else it asks.</summary>
public sealed class SystemNames : IDnsQueries
{
    // The operating system does not tell lifetimes; a minute is short enough to follow a move, and long enough to cost nothing.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        var family = question.Type switch
        {
            DnsRecordType.A => AddressFamily.InterNetwork,
            DnsRecordType.Aaaa => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        if (family == AddressFamily.Unspecified)
        {
            return new DnsAnswer { TimeToLive = Lifetime };
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(question.Name, family, cancellationToken).ConfigureAwait(false);
            return new DnsAnswer
            {
                Records = [.. addresses.Select(address => new DnsRecord.Address(question.Name, address))],
                TimeToLive = Lifetime,
            };
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return new DnsAnswer { TimeToLive = Lifetime };
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException)
        {
            // An argument is refused for names that are longer than any name can be.
            return DnsAnswer.Failed;
        }
    }
}
