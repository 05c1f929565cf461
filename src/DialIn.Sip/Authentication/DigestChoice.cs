namespace DialIn.Sip.Authentication;

/// <summary>Which of several challenges is answered.</summary>
internal static class DigestChoice
{
    /// <summary>
    /// RFC 8760 §2.4: of several challenges for a realm the strongest that we know; those that need auth-int or an unknown
    /// algorithm are no use.
    /// </summary>
    public static List<DigestChallenge> Strongest(IReadOnlyList<string> values)
    {
        var best = new Dictionary<string, DigestChallenge>();
        foreach (var value in values)
        {
            if (DigestChallenge.TryParse(value, out var challenge) && IsUsable(challenge)
                && (!best.TryGetValue(challenge.Realm, out var other) || Strength(challenge) > Strength(other)))
            {
                best[challenge.Realm] = challenge;
            }
        }

        return [.. best.Values];
    }

    /// <summary>Whether qop=auth is among the offered qualities.</summary>
    public static bool OffersAuth(DigestChallenge challenge) => challenge.QopOptions.Any(static option => option.Equals("auth", StringComparison.OrdinalIgnoreCase));

    private static bool IsUsable(DigestChallenge challenge) =>
        DigestComputation.IsSupported(challenge.Algorithm) && (challenge.QopOptions.Count == 0 || OffersAuth(challenge));

    private static int Strength(DigestChallenge challenge) =>
        string.Equals(challenge.Algorithm, DigestComputation.Sha256, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
}
