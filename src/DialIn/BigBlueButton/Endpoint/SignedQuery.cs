namespace DialIn.BigBlueButton.Endpoint;

/// <summary>A query string taken apart into what was signed and its checksum, as BBB does it. Never printed.</summary>
/// <param name="Query">What was signed: the bytes as sent, without the checksum.</param>
/// <param name="Checksum">The checksum; empty if there is none.</param>
internal sealed record SignedQuery(string Query, string Checksum)
{
    private const string Parameter = "checksum";

    /// <summary>Takes a raw query string apart.</summary>
    public static SignedQuery Of(string rawQuery)
    {
        var checksum = RawQuery.Of(rawQuery)[Parameter] ?? "";
        // BBB API: checksum. The same three replacements in the same order as bbb-web and Scalelite: what is signed must not be read
        // in another way here than there.
        var query = rawQuery
            .Replace($"&{Parameter}={checksum}", "", StringComparison.Ordinal)
            .Replace($"{Parameter}={checksum}&", "", StringComparison.Ordinal)
            .Replace($"{Parameter}={checksum}", "", StringComparison.Ordinal);
        return checksum.Length == 0 ? new SignedQuery(rawQuery, "") : new SignedQuery(query, checksum);
    }

    /// <summary>Never the query: it holds passwords.</summary>
    public override string ToString() => "****";
}
