using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Simulator.Carriers;

/// <summary>A registrar that demands digest authentication. RFC 3261 §10.3. No network here.</summary>
/// <remarks><see cref="Register"/> belongs to the SIP stack's loop; the bindings may be read from any thread.</remarks>
internal sealed class Registrar(SimulatedCarrierOptions options, TimeProvider time)
{
    private static readonly TimeSpan UsualExpiry = TimeSpan.FromHours(1);

    private readonly NonceBook _nonces = new(time, options.NonceLifetime);
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _users = new(
        options.Users.Select(static user => KeyValuePair.Create<string, IReadOnlyList<string>>(user.Key, [user.Value])));
    private readonly SecurityDemand _security = new(options);
    private volatile RegistrarOutage? _outage;
    private ImmutableList<CarrierBinding> _bindings = [];

    /// <summary>The bindings that have not expired.</summary>
    public IReadOnlyList<CarrierBinding> Bindings
    {
        get
        {
            var now = time.GetUtcNow();
            return _bindings.RemoveAll(binding => binding.ExpiresAt <= now);
        }
    }

    /// <summary>What every REGISTER gets while it is set.</summary>
    public RegistrarOutage? Outage
    {
        get => _outage;
        set => _outage = value;
    }

    /// <summary>Changes the passwords that a user may show: one, or two during a change. Any thread.</summary>
    public void SetPasswords(string username, IReadOnlyList<string> passwords) => _users[username] = passwords;

    /// <summary>Answers a REGISTER.</summary>
    /// <param name="request">The request.</param>
    /// <param name="source">Where it came from.</param>
    public RegistrarAnswer Register(SipRequest request, SipEndPoint source)
    {
        if (_outage is { } outage)
        {
            return new RegistrarAnswer(outage.Status, outage.RetryAfter is { } after ? SipHeaders.Empty.With(HeaderNames.RetryAfter, Seconds(after)) : SipHeaders.Empty);
        }

        if (options.QueryStatus is { } status && request.Headers[HeaderNames.Contact] is null)
        {
            return new RegistrarAnswer(status);
        }

        if (_security.Refuse(request) is { } demand)
        {
            return demand.Status == 401 ? demand with { Headers = demand.Headers.WithAdded(Challenge(stale: false).Headers) } : demand;
        }

        var refusal = Authenticate(request, out var username);
        if (refusal is not null)
        {
            return refusal;
        }

        // RFC 3261 §10.3 step 4: who is authentic may still not speak for this address of record.
        return request.To.Uri.User == username ? Bind(request, username, source) : new RegistrarAnswer(403);
    }

    private RegistrarAnswer? Authenticate(SipRequest request, out string username)
    {
        username = "";
        if (request.Headers[HeaderNames.Authorization] is not { } value)
        {
            return Challenge(stale: false);
        }

        if (!DigestAuthorization.TryParse(value, out var authorization)
            || authorization.Uri != request.RequestUri.ToString())
        {
            return new RegistrarAnswer(400);
        }

        username = authorization.Username;
        if (!options.Algorithms.Contains(authorization.Algorithm ?? DigestComputation.Md5, StringComparer.OrdinalIgnoreCase))
        {
            return Challenge(stale: false);
        }

        if (authorization.Realm != options.Realm
            || !_users.TryGetValue(username, out var passwords)
            || !passwords.Any(password => DigestComputation.Verify(authorization, password, request.Method.Name)))
        {
            return options.WrongPasswordStatus == 401 ? Challenge(stale: false) : new RegistrarAnswer(options.WrongPasswordStatus);
        }

        // RFC 3261 §22.4: right password, old nonce. The client tries again and need not ask anybody.
        return _nonces.TryUse(authorization.Nonce, authorization.NonceCount) ? null : Challenge(stale: true);
    }

    private RegistrarAnswer Challenge(bool stale)
    {
        var headers = SipHeaders.Empty;
        foreach (var algorithm in options.Algorithms)
        {
            var challenge = new DigestChallenge
            {
                Realm = options.Realm,
                Nonce = _nonces.Issue(),
                Algorithm = algorithm,
                QopOptions = ["auth"],
                Stale = stale,
            };
            headers = headers.WithAdded(HeaderNames.WwwAuthenticate, challenge.ToString());
        }

        return new RegistrarAnswer(401, headers);
    }

    private RegistrarAnswer Bind(SipRequest request, string username, SipEndPoint source)
    {
        var bindings = Bindings.ToImmutableList();
        var cseq = request.CSeq.Number;
        // RFC 3261 §10.3 step 7: a request that is older than the binding it wants to change changes nothing.
        if (bindings.Any(binding => binding.Username == username && binding.CallId == request.CallId && cseq <= binding.CSeq))
        {
            return new RegistrarAnswer(500);
        }

        if (request.Headers[HeaderNames.Contact] == "*")
        {
            // RFC 3261 §10.3 step 6: the asterisk is good for nothing but the end of all bindings.
            if (request.Expires != 0)
            {
                return new RegistrarAnswer(400);
            }

            bindings = bindings.RemoveAll(binding => binding.Username == username);
        }
        else
        {
            foreach (var contact in request.Contacts)
            {
                var wished = Expiry(contact, request);
                if (wished > TimeSpan.Zero && wished < options.LeastExpiry)
                {
                    return new RegistrarAnswer(423, SipHeaders.Empty.With(HeaderNames.MinExpires, Seconds(options.LeastExpiry)));
                }

                bindings = bindings.RemoveAll(binding => binding.Username == username && binding.Contact.IsEquivalentTo(contact.Uri));
                if (wished > TimeSpan.Zero)
                {
                    var granted = wished < options.LongestExpiry ? wished : options.LongestExpiry;
                    bindings = bindings.Add(new CarrierBinding(
                        username, contact.Uri, source, time.GetUtcNow() + granted, request.CallId, cseq));
                }
            }
        }

        _bindings = bindings;
        return new RegistrarAnswer(200, Contacts(bindings, username).WithAdded(Facts()).WithAdded(_security.Offer));
    }

    private SipHeaders Facts() => options.AssociatedUris.Aggregate(
        options.ServiceRoute.Aggregate(SipHeaders.Empty, static (headers, route) => headers.WithAdded(HeaderNames.ServiceRoute, route)),
        static (headers, uri) => headers.WithAdded(HeaderNames.PAssociatedUri, uri));

    private SipHeaders Contacts(ImmutableList<CarrierBinding> bindings, string username)
    {
        var now = time.GetUtcNow();
        var headers = SipHeaders.Empty;
        foreach (var binding in bindings.Where(binding => binding.Username == username))
        {
            var contact = new NameAddress(binding.Contact);
            headers = headers.WithAdded(
                HeaderNames.Contact,
                (contact with { Parameters = contact.Parameters.With("expires", Seconds(binding.ExpiresAt - now)) }).ToString());
        }

        return headers;
    }

    // RFC 3261 §10.2.1.1: the parameter of the Contact first, then the header, then what the registrar likes.
    private static TimeSpan Expiry(NameAddress contact, SipRequest request) =>
        uint.TryParse(contact.Parameters["expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : request.Expires is { } expires ? TimeSpan.FromSeconds(expires) : UsualExpiry;

    private static string Seconds(TimeSpan time) =>
        ((long)Math.Round(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
