using System.Security.Cryptography;
using System.Text;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Authentication;

/// <summary>
/// Asks for credentials and looks at those that come, RFC 3261 §22. Whether a user exists shows neither in
/// the answer nor in the time that it takes. Loop only.
/// </summary>
public sealed class DigestServer
{
    // A client answers a challenge within a round trip; carriers go on using a nonce to save one. Five minutes limit what a thief of a proof has.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    // Each is used by a client that has proved itself; a trunk needs a handful in five minutes.
    private const int MaxRememberedNonces = 10_000;

    private const int MaxHeaders = 4;
    private const int MaxParameter = 1024;

    // While a password is changed there are two. Everybody is compared with that many, so that the time tells nobody who exists.
    private const int Comparisons = 2;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly NonceUses _uses = new(MaxRememberedNonces);
    private readonly string _realm;
    private readonly Func<string, IReadOnlyList<DigestSecret>> _find;
    private readonly TimeProvider _time;
    private readonly DigestSecret _nobody;

    /// <summary>Makes a server of one realm.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="find">The secrets of a user, any of which counts; empty for one who does not exist. Must take the same time for both.</param>
    /// <param name="time">The age of nonces.</param>
    public DigestServer(string realm, Func<string, IReadOnlyList<DigestSecret>> find, TimeProvider time)
    {
        (_realm, _find, _time) = (realm, find, time);
        _nobody = DigestSecret.For("", realm, RandomNumberGenerator.GetHexString(32));
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The challenges of a 401: SHA-256 first, RFC 8760 §2.4, and MD5 for those who have nothing else.</summary>
    /// <param name="isStale">The credentials were right and only the nonce was not.</param>
    /// <param name="withSha256">Whether SHA-256 is offered; there are clients that give up at an algorithm that they do not know.</param>
    public SipHeaders Challenge(bool isStale, bool withSha256 = true)
    {
        var nonce = DigestNonce.New(Now).Seal(_key, _realm);
        return (withSha256 ? SipHeaders.Empty.WithAdded(HeaderNames.WwwAuthenticate, Challenge(DigestComputation.Sha256, nonce, isStale)) : SipHeaders.Empty)
            .WithAdded(HeaderNames.WwwAuthenticate, Challenge(DigestComputation.Md5, nonce, isStale));
    }

    /// <summary>Looks at the credentials of a valid request. Right ones are used up by it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="username">Who it is from, if the proof is right.</param>
    public DigestProof Judge(SipRequest request, out string? username)
    {
        ArgumentNullException.ThrowIfNull(request);
        username = null;
        if (Find(request) is not { } shown)
        {
            return DigestProof.None;
        }

        if (!IsProof(shown, request.RequestUri) || !IsRight(shown, request.Method))
        {
            return DigestProof.Wrong;
        }

        // Only now: a nonce is remembered for those alone who know a password.
        _uses.ForgetUpTo(Now - (long)Lifetime.TotalMilliseconds);
        if (!DigestNonce.TryOpen(_key, _realm, shown.Nonce, out var nonce)
            || Now - nonce.IssuedAt is < 0 || Now - nonce.IssuedAt >= Lifetime.TotalMilliseconds
            || !_uses.TryUse(nonce, shown.NonceCount!.Value))
        {
            return DigestProof.Stale;
        }

        username = shown.Username;
        return DigestProof.Right;
    }

    private string Challenge(string algorithm, string nonce, bool isStale) =>
        new DigestChallenge { Realm = _realm, Nonce = nonce, Algorithm = algorithm, QopOptions = ["auth"], Stale = isStale }.ToString();

    private DigestAuthorization? Find(SipRequest request)
    {
        var values = request.Headers.GetAll(HeaderNames.Authorization);
        for (var i = 0; i < values.Count && i < MaxHeaders; i++)
        {
            if (DigestAuthorization.TryParse(values[i], out var authorization) && authorization.Realm == _realm)
            {
                return authorization;
            }
        }

        return null;
    }

    // RFC 3261 §22.4: without qop and a count anybody could show an overheard proof once more, so we insist on what we offered.
    private static bool IsProof(DigestAuthorization shown, SipUri requestUri) =>
        DigestComputation.IsSupported(shown.Algorithm)
        && "auth".Equals(shown.Qop, StringComparison.OrdinalIgnoreCase)
        && shown is { NonceCount: > 0, Cnonce.Length: > 0 and <= MaxParameter, Username.Length: <= MaxParameter, Nonce.Length: <= MaxParameter, Uri.Length: <= MaxParameter }

        // RFC 7616 §3.4.6: the proof is for this request and no other.
        && SipUri.TryParse(shown.Uri, out var uri)
        && uri.IsEquivalentTo(requestUri);

    private bool IsRight(DigestAuthorization shown, SipMethod method)
    {
        var secrets = _find(shown.Username);

        // One who does not exist has secrets too, which nobody knows.
        var isRight = false;
        for (var i = 0; i < Math.Max(Comparisons, secrets.Count); i++)
        {
            isRight |= Matches(shown, method, i < secrets.Count ? secrets[i] : _nobody);
        }

        return isRight;
    }

    private static bool Matches(DigestAuthorization shown, SipMethod method, DigestSecret secret)
    {
        var expected = DigestComputation.ResponseOf(
            shown.Algorithm, secret.Hash(shown.Algorithm), method.Name, shown.Uri, shown.Nonce, shown.Cnonce, shown.NonceCount!.Value, shown.Qop);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(shown.Response));
    }
}
