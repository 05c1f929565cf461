using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Authentication;

/// <summary>
/// Answers digest challenges, RFC 3261 §22: the strongest algorithm of each realm, every realm that the credentials are
/// for, a nonce counted from 1, and never again a nonce with which the credentials were refused. Thread-safe.
/// </summary>
public sealed class DigestResponder : IChallengeResponder
{
    // Registrars give a new nonce now and then; old ones need no memory.
    private const int MaxRememberedNonces = 64;

    private readonly Lock _lock = new();
    private readonly DigestCredentials _credentials;
    private readonly Func<string> _newCnonce;
    private readonly Dictionary<string, uint> _uses = [];
    private readonly HashSet<string> _refused = [];
    private readonly Queue<string> _nonces = new();

    /// <summary>Answers with these credentials.</summary>
    public DigestResponder(DigestCredentials credentials)
        : this(credentials, static () => RandomNumberGenerator.GetHexString(32, lowercase: true))
    {
    }

    internal DigestResponder(DigestCredentials credentials, Func<string> newCnonce)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        _credentials = credentials;
        _newCnonce = newCnonce;
    }

    /// <inheritdoc/>
    public bool TryRespond(SipRequest request, SipResponse challenge, [NotNullWhen(true)] out SipHeaders? headersToAdd)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(challenge);
        var isProxy = challenge.StatusCode == 407;
        var answerName = isProxy ? HeaderNames.ProxyAuthorization : HeaderNames.Authorization;
        var challenges = Strongest(challenge.Headers.GetAll(isProxy ? HeaderNames.ProxyAuthenticate : HeaderNames.WwwAuthenticate));
        var sent = Parse(request.Headers.GetAll(answerName));
        lock (_lock)
        {
            headersToAdd = Answer(request, answerName, challenges, sent);
        }

        return headersToAdd is not null;
    }

    private SipHeaders? Answer(SipRequest request, string answerName, List<DigestChallenge> challenges, List<DigestAuthorization> sent)
    {
        // RFC 3261 §22.3: credentials for other realms of the same kind stay in the request.
        var headers = SipHeaders.Empty;
        foreach (var kept in sent.Where(old => challenges.TrueForAll(challenge => challenge.Realm != old.Realm)))
        {
            headers = headers.WithAdded(answerName, kept.ToString());
        }

        var answered = false;
        foreach (var challenge in challenges)
        {
            if (IsRefusal(challenge, sent))
            {
                // Not even the other realms: the same request would only come back.
                return null;
            }

            if (_refused.Contains(challenge.Nonce) || (_credentials.Realm is { } realm && realm != challenge.Realm) || _credentials.Password is not { } password)
            {
                continue;
            }

            headers = headers.WithAdded(answerName, Compute(request, challenge, password).ToString());
            answered = true;
        }

        return answered ? headers : null;
    }

    // RFC 3261 §22.1: credentials that come back without stale=true are wrong. If their nonce had been used before, in an
    // earlier exchange, a new nonce may only mean that it had become too old, and gets one more try.
    private bool IsRefusal(DigestChallenge challenge, List<DigestAuthorization> sent)
    {
        if (sent.Find(old => old.Realm == challenge.Realm) is not { } used)
        {
            return false;
        }

        if (used.Nonce != challenge.Nonce && (challenge.Stale || used.NonceCount > 1))
        {
            return false;
        }

        Remember(used.Nonce);
        Remember(challenge.Nonce);
        _refused.Add(used.Nonce);
        _refused.Add(challenge.Nonce);
        return true;
    }

    private DigestAuthorization Compute(SipRequest request, DigestChallenge challenge, string password)
    {
        // RFC 3261 §22.4: qop=auth where offered; auth-int has no use where proxies change bodies. Without qop: RFC 2069.
        var qop = challenge.QopOptions.Any(option => option.Equals("auth", StringComparison.OrdinalIgnoreCase)) ? "auth" : null;
        var cnonce = qop is null ? null : _newCnonce();
        var uri = request.RequestUri.ToString();
        Remember(challenge.Nonce);
        var count = _uses[challenge.Nonce] = _uses.GetValueOrDefault(challenge.Nonce) + 1;
        return new DigestAuthorization
        {
            Username = _credentials.Username,
            Realm = challenge.Realm,
            Nonce = challenge.Nonce,
            Uri = uri,
            Response = DigestComputation.Response(
                challenge.Algorithm, _credentials.Username, challenge.Realm, password, request.Method.Name, uri, challenge.Nonce, cnonce, count, qop),
            Algorithm = challenge.Algorithm,
            Opaque = challenge.Opaque,
            Cnonce = cnonce,
            Qop = qop,
            NonceCount = qop is null ? null : count,
        };
    }

    private void Remember(string nonce)
    {
        if (_uses.TryAdd(nonce, 0))
        {
            _nonces.Enqueue(nonce);
            if (_nonces.Count > MaxRememberedNonces)
            {
                var oldest = _nonces.Dequeue();
                _uses.Remove(oldest);
                _refused.Remove(oldest);
            }
        }
    }

    // RFC 8760 §2.4: of several challenges for a realm the strongest that we know; those that need auth-int or an unknown algorithm are no use.
    private static List<DigestChallenge> Strongest(IReadOnlyList<string> values)
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

    private static List<DigestAuthorization> Parse(IReadOnlyList<string> values)
    {
        var parsed = new List<DigestAuthorization>();
        foreach (var value in values)
        {
            if (DigestAuthorization.TryParse(value, out var authorization))
            {
                parsed.Add(authorization);
            }
        }

        return parsed;
    }

    private static bool IsUsable(DigestChallenge challenge) =>
        DigestComputation.IsSupported(challenge.Algorithm)
        && (challenge.QopOptions.Count == 0 || challenge.QopOptions.Any(option => option.Equals("auth", StringComparison.OrdinalIgnoreCase)));

    private static int Strength(DigestChallenge challenge) =>
        string.Equals(challenge.Algorithm, DigestComputation.Sha256, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
}
