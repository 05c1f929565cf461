using System.Net;
using System.Net.Sockets;

namespace DialIn.Hosting.Configuration;

/// <summary>Addresses of ours: an IPv4 address, an IPv6 address, or one of each with a comma between.</summary>
/// <param name="V4">For peers that speak IPv4; null for none.</param>
/// <param name="V6">For peers that speak IPv6; null for none.</param>
internal readonly record struct AddressPair(IPAddress? V4, IPAddress? V6)
{
    /// <summary>All of them, one or two.</summary>
    public IReadOnlyList<IPAddress> All => [.. new[] { V4, V6 }.OfType<IPAddress>()];

    /// <summary>The one of a family, if there is one.</summary>
    public IPAddress? Of(AddressFamily family) => family == AddressFamily.InterNetwork ? V4 : V6;

    /// <summary>Whether a listener of this address can be answered to.</summary>
    public bool Serve(IPAddress listen) => listen.AddressFamily == AddressFamily.InterNetworkV6 || V4 is not null;

    /// <summary>Reads them; two of one family are an error, because nobody could tell which one is meant.</summary>
    public static bool TryParse(string text, out AddressPair addresses)
    {
        addresses = default;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (ScalarTypes.For(typeof(IPAddress))!.Parse(part) is not IPAddress address)
            {
                return false;
            }

            if (address.AddressFamily == AddressFamily.InterNetwork ? addresses.V4 is not null : addresses.V6 is not null)
            {
                return false;
            }

            addresses = address.AddressFamily == AddressFamily.InterNetwork ? addresses with { V4 = address } : addresses with { V6 = address };
        }

        return true;
    }

    /// <summary>As it is written in the configuration.</summary>
    public override string ToString() => string.Join(", ", All);
}
