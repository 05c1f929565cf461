using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// The client's side of a security agreement, RFC 3329, as carriers use it to agree on encrypted media ("mediasec"). A pure
/// machine: what the registrar says makes the next state, and a state gives the header fields of the next request.
/// </summary>
/// <remarks>
/// <code>
///   REGISTER  Security-Client, Require, Proxy-Require ──▶
///             ◀── 401 or 494 with Security-Server
///   REGISTER  the same, and one Security-Verify for each Security-Server ──▶
///             ◀── 200, perhaps with Security-Server: it replaces what was there
/// </code>
/// It protects nothing by itself: whoever can read the signalling reads the keys in it too, so it is only used over TLS.
/// </remarks>
public sealed record SecurityAgreement
{
    // A registrar names one or two mechanisms; more is a mistake that must not make our requests grow.
    private const int MaxMechanisms = 8;

    /// <summary>The agreement on SRTP with keys in the session description, before the registrar has said anything.</summary>
    public static SecurityAgreement Mediasec { get; } = new() { Client = ["sdes-srtp;mediasec"], OptionTag = "mediasec" };

    /// <summary>The mechanisms that we offer: one Security-Client each.</summary>
    public required IReadOnlyList<string> Client { get; init; }

    /// <summary>The option tag in Require and Proxy-Require.</summary>
    public required string OptionTag { get; init; }

    /// <summary>What the registrar offered last, each value once: returned word for word, so that nobody between us can have changed it.</summary>
    public IReadOnlyList<string> Server { get; init; } = [];

    /// <summary>Whether the registrar has said what it offers.</summary>
    public bool IsAgreed => Server.Count > 0;

    /// <summary>The state after a response to one of our requests.</summary>
    public SecurityAgreement On(SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var offered = response.Headers.GetAll(HeaderNames.SecurityServer);

        // RFC 3329 §2.3.1: the list of the latest answer counts. Replaced as a whole and each value once: a registrar that
        // finds a value twice, or one of an earlier registration, refuses.
        return offered.Count == 0
            ? this
            : this with { Server = [.. offered.Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxMechanisms)] };
    }

    /// <summary>RFC 3329 §2.3.1: can the request that got this response be sent again, now that the registrar has named its mechanisms?</summary>
    /// <param name="sent">The request as it was sent.</param>
    /// <param name="response">A 494.</param>
    public bool MayTryAgain(SipRequest sent, SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(response);
        var verified = sent.Headers.GetAll(HeaderNames.SecurityVerify);
        var next = On(response).Server;

        // The same list once more would only bring the same answer.
        return response.StatusCode == 494 && response.Headers.Contains(HeaderNames.SecurityServer)
            && !(verified.Count == next.Count && verified.All(value => next.Contains(value, StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>The header fields of a REGISTER.</summary>
    public SipHeaders ForRegister()
    {
        var headers = SipHeaders.Empty;
        foreach (var mechanism in Client)
        {
            headers = headers.WithAdded(HeaderNames.SecurityClient, mechanism);
        }

        return headers.WithAdded(ForRequest());
    }

    /// <summary>RFC 3329 §2.3.1: the header fields of every later request to the same proxy.</summary>
    public SipHeaders ForRequest()
    {
        var headers = SipHeaders.Empty.WithAdded(HeaderNames.Require, OptionTag).WithAdded(HeaderNames.ProxyRequire, OptionTag);
        foreach (var mechanism in Server)
        {
            headers = headers.WithAdded(HeaderNames.SecurityVerify, mechanism);
        }

        return headers;
    }
}
