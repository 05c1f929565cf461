using System.Diagnostics.CodeAnalysis;

namespace DialIn.Sip.Authentication;

/// <summary>One challenge: the value of a WWW-Authenticate or Proxy-Authenticate header field, RFC 3261 §22.4.</summary>
public sealed record DigestChallenge
{
    /// <summary>Whose credentials are wanted.</summary>
    public required string Realm { get; init; }

    /// <summary>The registrar's or proxy's number used once.</summary>
    public required string Nonce { get; init; }

    /// <summary>To be returned as it is.</summary>
    public string? Opaque { get; init; }

    /// <summary>The algorithm as named on the wire; absent means MD5.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The offered qualities of protection; empty for peers of RFC 2069.</summary>
    public IReadOnlyList<string> QopOptions { get; init; } = [];

    /// <summary>The credentials were right, only the nonce was too old.</summary>
    public bool Stale { get; init; }

    /// <summary>Reads a header field value; <c>false</c> for another scheme, a broken list, no realm or no nonce.</summary>
    public static bool TryParse(string? value, [NotNullWhen(true)] out DigestChallenge? challenge)
    {
        challenge = null;
        if (!DigestParameters.TryParse(value, out var parameters)
            || !parameters.TryGetValue("realm", out var realm)
            || !parameters.TryGetValue("nonce", out var nonce))
        {
            return false;
        }

        challenge = new DigestChallenge
        {
            Realm = realm,
            Nonce = nonce,
            Opaque = parameters.GetValueOrDefault("opaque"),
            Algorithm = parameters.GetValueOrDefault("algorithm"),
            QopOptions = parameters.GetValueOrDefault("qop")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            Stale = string.Equals(parameters.GetValueOrDefault("stale"), "true", StringComparison.OrdinalIgnoreCase),
        };
        return true;
    }

    /// <summary>The header field value.</summary>
    public override string ToString()
    {
        var text = DigestParameters.Begin().AppendQuoted("realm", Realm).AppendQuoted("nonce", Nonce);
        if (Opaque is not null)
        {
            text.AppendQuoted("opaque", Opaque);
        }

        if (Stale)
        {
            text.AppendToken("stale", "true");
        }

        if (Algorithm is not null)
        {
            text.AppendToken("algorithm", Algorithm);
        }

        return (QopOptions.Count > 0 ? text.AppendQuoted("qop", string.Join(',', QopOptions)) : text).ToString();
    }
}
