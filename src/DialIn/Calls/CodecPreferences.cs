using DialIn.Media.Codecs;

namespace DialIn.Calls;

/// <summary>Which codecs the operator lets each trunk and each BBB server speak, the preferred one first.</summary>
/// <param name="Trunks">By the trunk's name.</param>
/// <param name="Servers">By the server's name.</param>
internal sealed record CodecPreferences(
    IReadOnlyDictionary<string, IReadOnlyList<AudioCodec>> Trunks, IReadOnlyDictionary<string, IReadOnlyList<AudioCodec>> Servers)
{
    /// <summary>Those of a trunk.</summary>
    public IReadOnlyList<AudioCodec> OfTrunk(string name) => Trunks.GetValueOrDefault(name, AudioCodec.All);

    /// <summary>Those of a server.</summary>
    public IReadOnlyList<AudioCodec> OfServer(string name) => Servers.GetValueOrDefault(name, AudioCodec.All);
}
