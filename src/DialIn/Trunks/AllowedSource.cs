using System.Net;

namespace DialIn.Trunks;

/// <summary>Where calls of a trunk may come from: a network, the servers of a host or domain, or the networks of a published list.</summary>
/// <param name="Network">The network; null for anything else.</param>
/// <param name="Host">The host or domain; null for anything else.</param>
/// <param name="List">Where the carrier publishes its networks as JSON, with the part that counts as fragment, RFC 6901 §6; null for anything else.</param>
internal readonly record struct AllowedSource(IPNetwork? Network, string? Host, Uri? List = null)
{
    /// <summary>Whether it admits everybody.</summary>
    public bool IsEverything => Network is { PrefixLength: 0 };

    /// <inheritdoc/>
    public override string ToString() => List?.OriginalString ?? Host ?? Network?.ToString() ?? "";
}
