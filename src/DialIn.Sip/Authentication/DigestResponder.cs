using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Authentication;

/// <summary>
/// Answers digest challenges, RFC 3261 §22: the strongest algorithm of each realm, every realm that the credentials are
/// for, a nonce counted from 1, and never again a nonce with which the credentials were refused. Of two passwords it shows the
/// second once the first was refused. Thread-safe.
/// </summary>
public sealed class DigestResponder : IChallengeResponder
{
    private static readonly (string Challenge, string Answer)[] Headers =
        [(HeaderNames.WwwAuthenticate, HeaderNames.Authorization), (HeaderNames.ProxyAuthenticate, HeaderNames.ProxyAuthorization)];

    private readonly Lock _lock = new();
    private readonly DigestCredentials _credentials;
    private readonly Func<string> _newCnonce;
    private readonly NonceMemory _nonces = new();

    // Passwords that were refused and may yet be right: a registrar that has not heard of a change, or has.
    private readonly HashSet<string> _wrong = [];

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

    /// <summary>The realm in which the credentials were accepted last; <c>null</c> before that.</summary>
    public string? AcceptedRealm { get; private set; }

    /// <inheritdoc/>
    public bool TryRespond(SipRequest request, SipResponse challenge, [NotNullWhen(true)] out SipHeaders? headersToAdd)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(challenge);
        headersToAdd = null;
        if (!IsOurs(request))
        {
            return false;
        }

        lock (_lock)
        {
            // RFC 3261 §16.7: a forking proxy hands on the challenges of several servers, of both kinds, in one response.
            var headers = SipHeaders.Empty;
            var answered = false;
            foreach (var (challengeName, answerName) in Headers)
            {
                var sent = Parse(request.Headers.GetAll(answerName));
                var challenges = DigestChoice.Strongest(challenge.Headers.GetAll(challengeName));
                if (challenges.Exists(offered => IsFinal(offered, sent)))
                {
                    // Not even the other realms: the same request would only come back.
                    return false;
                }

                answered |= Answer(request, answerName, challenges, sent, ref headers);
            }

            headersToAdd = answered ? headers : null;
            return answered;
        }
    }

    /// <inheritdoc/>
    public bool OnFinal(SipRequest sent, SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(response);
        lock (_lock)
        {
            foreach (var shown in Headers.SelectMany(header => Parse(sent.Headers.GetAll(header.Answer))))
            {
                if (_nonces.PasswordOf(shown.Nonce) is not { } password)
                {
                    continue;
                }

                if (response.IsSuccess)
                {
                    AcceptedRealm = shown.Realm;
                    _wrong.Remove(password);
                    _credentials.Report(password, accepted: true);
                }
                else if (response.StatusCode == 403 && _wrong.Add(password))
                {
                    // Many registrars say 403 where RFC 3261 §22.1 has a new challenge.
                    _credentials.Report(password, accepted: false);
                    return Candidate() is not null;
                }
            }

            return false;
        }
    }

    // Without a realm of its own a credential could be called for by whoever answers an INVITE or a BYE.
    private bool IsOurs(SipRequest request) =>
        _credentials.Realm is not null || request.Method == SipMethod.Register || request.Method == SipMethod.Options;

    private bool Answer(SipRequest request, string answerName, List<DigestChallenge> challenges, List<DigestAuthorization> sent, ref SipHeaders headers)
    {
        // RFC 3261 §22.3: credentials for other realms of the same kind stay in the request.
        foreach (var kept in sent.Where(old => challenges.TrueForAll(challenge => challenge.Realm != old.Realm)))
        {
            headers = headers.WithAdded(answerName, kept.ToString());
        }

        var answered = false;
        foreach (var challenge in challenges)
        {
            if (sent.Count == 0 && Candidate() is null)
            {
                // A new attempt: what was refused before may be right by now.
                _wrong.Clear();
            }

            if ((_credentials.Realm is { } realm && realm != challenge.Realm)
                || Candidate() is not { } password || _nonces.IsRefused(challenge.Nonce, password))
            {
                continue;
            }

            headers = headers.WithAdded(answerName, Compute(request, challenge, password).ToString());
            answered = true;
        }

        return answered;
    }

    private string? Candidate() => _credentials.Passwords.FirstOrDefault(password => !_wrong.Contains(password));

    // RFC 3261 §22.1: credentials that come back without stale=true are wrong. If their nonce had been used before, in an
    // earlier exchange, a new nonce may only mean that it had become too old, and gets one more try.
    private bool IsFinal(DigestChallenge challenge, List<DigestAuthorization> sent)
    {
        if (sent.Find(old => old.Realm == challenge.Realm) is not { } used
            || (used.Nonce != challenge.Nonce && (challenge.Stale || used.NonceCount > 1))
            || _nonces.PasswordOf(used.Nonce) is not { } password)
        {
            return false;
        }

        _nonces.Refuse(used.Nonce, password);
        _nonces.Refuse(challenge.Nonce, password);
        if (_wrong.Add(password))
        {
            _credentials.Report(password, accepted: false);
        }

        return Candidate() is null;
    }

    private DigestAuthorization Compute(SipRequest request, DigestChallenge challenge, string password)
    {
        // RFC 3261 §22.4: qop=auth where offered; auth-int has no use where proxies change bodies. Without qop: RFC 2069.
        var qop = DigestChoice.OffersAuth(challenge) ? "auth" : null;
        var cnonce = qop is null ? null : _newCnonce();
        var uri = request.RequestUri.ToString();

        // RFC 3261 §22.4: nc counts the uses of this nonce, so a new nonce begins at 1 also without stale=true.
        var count = _nonces.Use(challenge.Nonce, password);
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
}
