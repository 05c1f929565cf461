using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DialIn.Sip.Authentication;

/// <summary>The answer to a challenge: the value of an Authorization or Proxy-Authorization header field, RFC 3261 §22.4.</summary>
public sealed record DigestAuthorization
{
    /// <summary>Who asks.</summary>
    public required string Username { get; init; }

    /// <summary>The realm of the challenge.</summary>
    public required string Realm { get; init; }

    /// <summary>The nonce of the challenge.</summary>
    public required string Nonce { get; init; }

    /// <summary>The Request-URI.</summary>
    public required string Uri { get; init; }

    /// <summary>The proof, in lower-case hexadecimal digits.</summary>
    public required string Response { get; init; }

    /// <summary>The algorithm of the challenge, if it named one.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Our own number used once; only together with <see cref="Qop"/>.</summary>
    public string? Cnonce { get; init; }

    /// <summary>As in the challenge.</summary>
    public string? Opaque { get; init; }

    /// <summary><c>auth</c>, or nothing for peers of RFC 2069.</summary>
    public string? Qop { get; init; }

    /// <summary>How often this nonce was used, counted from 1; only together with <see cref="Qop"/>.</summary>
    public uint? NonceCount { get; init; }

    /// <summary>Reads a header field value; <c>false</c> for another scheme, a broken list or a missing part.</summary>
    public static bool TryParse(string? value, [NotNullWhen(true)] out DigestAuthorization? authorization)
    {
        authorization = null;
        if (!DigestParameters.TryParse(value, out var parameters)
            || !parameters.TryGetValue("username", out var username)
            || !parameters.TryGetValue("realm", out var realm)
            || !parameters.TryGetValue("nonce", out var nonce)
            || !parameters.TryGetValue("uri", out var uri)
            || !parameters.TryGetValue("response", out var response))
        {
            return false;
        }

        uint? count = null;
        if (parameters.TryGetValue("nc", out var digits))
        {
            if (digits.Length != 8 || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            count = number;
        }

        authorization = new DigestAuthorization
        {
            Username = username,
            Realm = realm,
            Nonce = nonce,
            Uri = uri,
            Response = response,
            Algorithm = parameters.GetValueOrDefault("algorithm"),
            Cnonce = parameters.GetValueOrDefault("cnonce"),
            Opaque = parameters.GetValueOrDefault("opaque"),
            Qop = parameters.GetValueOrDefault("qop"),
            NonceCount = count,
        };
        return true;
    }

    /// <summary>The header field value.</summary>
    public override string ToString()
    {
        var text = DigestParameters.Begin()
            .AppendQuoted("username", Username)
            .AppendQuoted("realm", Realm)
            .AppendQuoted("nonce", Nonce)
            .AppendQuoted("uri", Uri)
            .AppendQuoted("response", Response);
        if (Algorithm is not null)
        {
            text.AppendToken("algorithm", Algorithm);
        }

        if (Opaque is not null)
        {
            text.AppendQuoted("opaque", Opaque);
        }

        if (Qop is not null)
        {
            // RFC 3261 §22.4: qop is a token here, although it is quoted in the challenge; nc has exactly eight digits.
            text.AppendToken("qop", Qop)
                .AppendQuoted("cnonce", Cnonce ?? "")
                .AppendToken("nc", (NonceCount ?? 1).ToString("x8", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
