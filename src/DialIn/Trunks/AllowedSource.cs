using System.Net;

namespace DialIn.Trunks;

/// <summary>Where calls of a trunk may come from: a network, or the servers of a host or domain.</summary>
/// <param name="Network">The network; null for a name.</param>
/// <param name="Host">The host or domain; null for a network.</param>
internal readonly record struct AllowedSource(IPNetwork? Network, string? Host)
{
    /// <summary>Whether it admits everybody.</summary>
    public bool IsEverything => Network is { PrefixLength: 0 };

    /// <inheritdoc/>
    public override string ToString() => Host ?? Network?.ToString() ?? "";
}
