using DialIn.Media.Sdp;

namespace DialIn.Media.Relay;

/// <summary><see cref="SrtpKeys"/> in a form that any serialiser can write. Both keys are secrets; they do not print.</summary>
/// <param name="Suite">The suite's name.</param>
/// <param name="Tag">The tag of the <c>a=crypto</c> line.</param>
/// <param name="LocalKey">Our master key and salt, in base64.</param>
/// <param name="RemoteKey">The peer's.</param>
/// <param name="RemoteIdentifier">The identifier that the peer's packets carry, in base64; empty for none.</param>
public sealed record SrtpKeysState(string Suite, int Tag, string LocalKey, string RemoteKey, string RemoteIdentifier)
{
    /// <summary>Never the keys.</summary>
    public override string ToString() => $"{nameof(SrtpKeysState)} {{ {Suite}, **** }}";

    /// <summary>Writes it down.</summary>
    internal static SrtpKeysState From(SrtpKeys keys) =>
        new(keys.Suite.Name, keys.Tag, keys.Local.Reveal(), keys.Remote.Reveal(), Convert.ToBase64String(keys.Remote.Identifier));

    /// <summary>Reads it back. Throws <see cref="FormatException"/> when it was not written by <see cref="From"/>.</summary>
    internal SrtpKeys ToKeys() => CryptoSuite.Find(Suite) is { } suite
        && MasterKey.TryParse(suite, LocalKey, [], out var local)
        && MasterKey.TryParse(suite, RemoteKey, Convert.FromBase64String(RemoteIdentifier), out var remote)
            ? new SrtpKeys(Tag, local, remote)
            : throw new FormatException("no keys of a known suite");
}
