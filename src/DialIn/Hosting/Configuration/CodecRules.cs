using DialIn.Media.Codecs;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for the codecs of a trunk and of a BBB server.</summary>
internal static class CodecRules
{
    /// <summary>Checks one list.</summary>
    /// <param name="codecs">The codecs.</param>
    /// <param name="key">The list's key.</param>
    /// <param name="faults">Where faults go.</param>
    public static void Check(IReadOnlyList<AudioCodec> codecs, string key, FaultList faults)
    {
        if (codecs.Count == 0)
        {
            faults.Add(key, "", $"names no codec, so that no call could be made; name at least one of {ScalarTypes.CodecNames}, or remove the key for all three");
        }

        foreach (var (index, codec) in codecs.Index().Where(codec => codecs.Take(codec.Index).Contains(codec.Item)))
        {
            faults.Add($"{key}:{index}", codec.EncodingName, "is listed twice; name each codec once, the preferred one first");
        }
    }
}
