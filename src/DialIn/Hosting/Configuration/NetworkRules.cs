using System.Net;
using System.Net.Sockets;
using DialIn.Media.Relay;
using DialIn.Sip.Transports;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:Sip</c>, <c>DialIn:Media</c> and <c>DialIn:Http</c>: addresses and ports.</summary>
internal static class NetworkRules
{
    // RTP and RTCP for each of the two legs.
    private const int PortsPerCall = 4;

    /// <summary>Checks them.</summary>
    public static void Check(DialInOptions options, FaultList faults)
    {
        CheckListen(options, faults);
        CheckMedia(options, faults);
        CheckHttp(options.Http, faults);
    }

    private static void CheckListen(DialInOptions options, FaultList faults)
    {
        var list = OptionsRules.Key($"Sip:Listen");
        var addresses = options.Sip.Listen;
        // When an entry could not be read, the positions of the others are not what the file says.
        if (faults.HasFaultAt(list))
        {
            return;
        }

        if (addresses.Count == 0)
        {
            faults.Add(list, null, "must name at least one address, such as udp://192.0.2.1:5060");
        }

        foreach (var (index, address) in addresses.Index())
        {
            var key = OptionsRules.Key($"Sip:Listen:{index}");
            if (address.EndPoint.Port != 0 && addresses.Take(index).Contains(address))
            {
                faults.Add(key, address, "is listed twice");
            }
            else if (address.EndPoint.Port != 0 && address.Protocol.IsReliable() && addresses.Take(index).Any(other => other.Protocol.IsReliable() && other.EndPoint.Equals(address.EndPoint)))
            {
                faults.Add(key, address, "takes the port of another entry: TLS runs over TCP; the usual port of TLS is 5061");
            }
            else if (address.IsWildcard && options.Sip.PublicAddress?.Serve(address.EndPoint.Address) != true)
            {
                faults.Add(key, address, "is no address that others can answer to; set Sip:PublicAddress, or listen on one address");
            }
            else if (address.Protocol == SipProtocol.Udp && options.Media.PortRange.Contains(address.EndPoint.Port))
            {
                faults.Add(key, address, $"lies in Media:PortRange {options.Media.PortRange}; take a port outside");
            }
        }
    }

    private static void CheckMedia(DialInOptions options, FaultList faults)
    {
        var media = options.Media;
        if (media.Address.All.Any(address => IsWildcard(address) && media.PublicAddress?.Of(address.AddressFamily) is null))
        {
            faults.Add(OptionsRules.Key($"Media:Address"), media.Address, "is no address that others can send to; set Media:PublicAddress, or receive on one address");
        }

        if (media.PublicAddress?.All.FirstOrDefault(address => media.Address.Of(address.AddressFamily) is null) is { } alone)
        {
            var family = alone.AddressFamily == AddressFamily.InterNetwork ? "IPv6" : "IPv4";
            faults.Add(OptionsRules.Key($"Media:PublicAddress"), media.PublicAddress, $"must be an {family} address as Media:Address {media.Address} is");
        }

        foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
        {
            if (media.Address.Of(family) is null && options.Sip.Listen.Any(listen => listen.EndPoint.AddressFamily == family))
            {
                var name = family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";
                faults.Warn(OptionsRules.Key($"Media:Address"), media.Address, $"has no {name} address, but Sip:Listen has: calls with audio over {name} are refused. One of each family may be named, with a comma between");
            }
        }

        if (media.Threads is < 1 or > MediaLoopOptions.MostThreads)
        {
            faults.Add(OptionsRules.Key($"Media:Threads"), media.Threads, $"must be 1 to {MediaLoopOptions.MostThreads}; without it there is one for each core but one");
        }

        var key = OptionsRules.Key($"Media:PortRange");
        var range = media.PortRange;
        if (range.First < 1024 || range.First % 2 != 0 || range.Count < PortsPerCall)
        {
            faults.Add(key, range, $"must begin at an even port from 1024 and hold at least {PortsPerCall} ports, such as 20000-29999");
        }
        else if (range.Count < PortsPerCall * (long)options.Calls.MaxCalls)
        {
            faults.Warn(key, range, $"is enough for {range.Count / PortsPerCall} calls, not for Calls:MaxCalls {options.Calls.MaxCalls}; a call takes {PortsPerCall} ports");
        }
    }

    private static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static void CheckHttp(HttpOptions http, FaultList faults)
    {
        var isUrl = Uri.TryCreate(http.Listen, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp
            && url.PathAndQuery == "/" && url.UserInfo.Length == 0
            && (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || url.Host == "localhost");
        if (!isUrl)
        {
            faults.Add(OptionsRules.Key($"Http:Listen"), http.Listen, "must be http://, an IP address or localhost, and a port, such as http://127.0.0.1:8080; TLS is a reverse proxy's");
        }

        if (http.ApiToken is { } token && (token.Length == 0 || token.Any(static c => c is <= ' ' or > '~')))
        {
            faults.Add(OptionsRules.Key($"Http:ApiToken"), null, "must be printable ASCII without blanks; openssl rand -hex 32 makes one");
        }
        else if (http.ApiToken is { Length: < 16 })
        {
            faults.Warn(OptionsRules.Key($"Http:ApiToken"), null, "is short enough to be guessed; openssl rand -hex 32 makes a good one");
        }
    }
}
