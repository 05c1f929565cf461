using System.Net;
using DialIn.Sip.Transports;

namespace DialIn.Trunks;

/// <summary>
/// Finds the networks that hold an address, the narrowest first. Overlapping networks are cut into ranges once; a look-up is a
/// binary search, which hundreds of prefixes of a carrier do not slow down, and allocates nothing. Immutable.
/// </summary>
/// <typeparam name="T">What a network belongs to.</typeparam>
internal sealed class PrefixTable<T>
{
    private const int IPv4Bits = 32;
    private const int IPv6Bits = 128;

    private readonly Ranges _ipv4;
    private readonly Ranges _ipv6;

    private PrefixTable(Ranges ipv4, Ranges ipv6) => (_ipv4, _ipv6) = (ipv4, ipv6);

    /// <summary>Makes the table.</summary>
    /// <param name="networks">The networks; of two that are equal the first one comes first.</param>
    public static PrefixTable<T> Create(IEnumerable<(IPNetwork Network, T Owner)> networks)
    {
        var prefixes = networks.Select(static entry => Prefix.Of(entry.Network, entry.Owner)).ToLookup(static prefix => prefix.First.IsIPv4);

        // ::/0 means IPv6 alone, so IPv4 addresses, which are written within it, have a table of their own.
        return new PrefixTable<T>(Ranges.Of(prefixes[true]), Ranges.Of(prefixes[false]));
    }

    /// <summary>The owners of all networks that hold the address; empty if there are none.</summary>
    public IReadOnlyList<T> Find(SourceAddress address) => (address.IsIPv4 ? _ipv4 : _ipv6).Find(address.Bits);

    /// <summary>A network as its first and last address. Two of them either hold one another or do not meet.</summary>
    private sealed record Prefix(SourceAddress First, UInt128 Last, T Owner)
    {
        public static Prefix Of(IPNetwork network, T owner)
        {
            var first = SourceAddress.From(network.BaseAddress);
            var isShort = network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
            var hostBits = (isShort ? IPv4Bits : IPv6Bits) - network.PrefixLength;
            var size = hostBits == IPv6Bits ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
            return new Prefix(first, first.Bits | size, owner);
        }
    }

    /// <summary>Ranges that do not overlap: each begins at its start and ends before the next.</summary>
    private sealed class Ranges(UInt128[] starts, IReadOnlyList<T>[] owners)
    {
        private static readonly IReadOnlyList<T> Nobody = [];

        public static Ranges Of(IEnumerable<Prefix> prefixes)
        {
            var (starts, owners) = (new List<UInt128>(), new List<IReadOnlyList<T>>());
            var open = new Stack<(UInt128 First, UInt128 Last, IReadOnlyList<T> Owners)>();
            foreach (var prefix in prefixes.OrderBy(static prefix => prefix.First.Bits).ThenByDescending(static prefix => prefix.Last))
            {
                CloseBefore(prefix.First.Bits);
                IReadOnlyList<T> around = open.Count > 0 ? open.Peek().Owners : Nobody;
                if (open.TryPeek(out var same) && same.First == prefix.First.Bits && same.Last == prefix.Last)
                {
                    // The same network once more.
                    open.Pop();
                    around = open.Count > 0 ? open.Peek().Owners : Nobody;
                    open.Push(same with { Owners = [.. same.Owners.Take(same.Owners.Count - around.Count), prefix.Owner, .. around] });
                }
                else
                {
                    open.Push((prefix.First.Bits, prefix.Last, [prefix.Owner, .. around]));
                }

                Begin(prefix.First.Bits, open.Peek().Owners);
            }

            CloseBefore(null);
            return new Ranges([.. starts], [.. owners]);

            void CloseBefore(UInt128? start)
            {
                while (open.Count > 0 && (start is null || open.Peek().Last < start))
                {
                    var (_, last, _) = open.Pop();
                    if (last != UInt128.MaxValue)
                    {
                        Begin(last + 1, open.Count > 0 ? open.Peek().Owners : Nobody);
                    }
                }
            }

            void Begin(UInt128 start, IReadOnlyList<T> owner)
            {
                if (starts.Count > 0 && starts[^1] == start)
                {
                    owners[^1] = owner;
                }
                else
                {
                    starts.Add(start);
                    owners.Add(owner);
                }
            }
        }

        public IReadOnlyList<T> Find(UInt128 address)
        {
            var found = Array.BinarySearch(starts, address);
            var range = found >= 0 ? found : ~found - 1;
            return range >= 0 ? owners[range] : Nobody;
        }
    }
}
