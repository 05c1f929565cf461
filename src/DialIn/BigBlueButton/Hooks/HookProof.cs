using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DialIn.BigBlueButton.Hooks;

/// <summary>Says whether a webhook comes from somebody who knows the server's secret. Compares in constant time.</summary>
internal static class HookProof
{
    /// <summary>Whether a checksum holds. Webhooks 2.x hash the callback's URL, a JSON text of the form's fields and the secret; 3.x the URL, the body as it is sent and the secret.</summary>
    /// <param name="checksum">What came with it, hex digits.</param>
    /// <param name="callbackUrls">What the webhooks may know as our URL.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="form">The body's fields.</param>
    /// <param name="secrets">The server's secrets.</param>
    /// <param name="only">The only algorithm that is taken; <see langword="null"/>: the one of the checksum's length.</param>
    public static bool IsSigned(
        string checksum, IReadOnlyList<string> callbackUrls, string body, HookForm form, IReadOnlyList<string> secrets, ChecksumAlgorithm? only)
    {
        if (BbbChecksum.AlgorithmOf(checksum) is not { } algorithm || (only is not null && only != algorithm))
        {
            return false;
        }

        var isSigned = false;
        foreach (var url in callbackUrls)
        {
            foreach (var signed in Contents(body, form))
            {
                foreach (var secret in secrets)
                {
                    // All are tried, whichever is right: the time tells nothing.
                    isSigned |= BbbChecksum.Matches(checksum, url, signed, secret, algorithm);
                }
            }
        }

        return isSigned;
    }

    /// <summary>Whether a token is the server's secret.</summary>
    public static bool IsSecret(string token, IReadOnlyList<string> secrets)
    {
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var isSecret = false;
        foreach (var secret in secrets)
        {
            isSecret |= CryptographicOperations.FixedTimeEquals(given, SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        }

        return isSecret;
    }

    private static IEnumerable<string> Contents(string body, HookForm form)
    {
        yield return body;
        if (long.TryParse(form.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp))
        {
            var json = new StringBuilder("{\"event\":");
            AppendString(json, form.Event);
            json.Append(CultureInfo.InvariantCulture, $",\"timestamp\":{timestamp},\"domain\":");
            AppendString(json, form.Domain);
            yield return json.Append('}').ToString();
        }
    }

    // As JSON.stringify of JavaScript does it to the letter: .NET's own writers escape more.
    private static void AppendString(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
