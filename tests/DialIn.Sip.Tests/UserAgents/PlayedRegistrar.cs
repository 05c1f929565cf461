using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>The callee of <see cref="TwoStacks"/> as a registrar with digest authentication, and what it was sent.</summary>
internal sealed class PlayedRegistrar
{
    private int _nonce;

    public PlayedRegistrar(TwoStacks stacks) => stacks.CalleeApplication.Requested = OnRequest;

    /// <summary>The REGISTERs, in order.</summary>
    public List<SipRequest> Registers { get; } = [];

    public string Password { get; set; } = "secret";

    /// <summary>What a wrong password gets.</summary>
    public int WrongPasswordStatus { get; set; } = 401;

    /// <summary>More header fields of the challenge.</summary>
    public SipHeaders InChallenge { get; set; } = SipHeaders.Empty;

    /// <summary>More header fields of the 200.</summary>
    public SipHeaders InOk { get; set; } = SipHeaders.Empty;

    /// <summary>Answers instead of what follows, if it gives a response.</summary>
    public Func<SipRequest, (int Status, SipHeaders Headers)?> First { get; set; } = static _ => null;

    public SipRequest Last => Registers[^1];

    private bool OnRequest(PendingRequest pending)
    {
        var request = pending.Request;
        Registers.Add(request);
        var (status, headers) = First(request) ?? Answer(request);
        pending.Respond(status, null, headers);
        return true;
    }

    private (int Status, SipHeaders Headers) Answer(SipRequest request)
    {
        if (!DigestAuthorization.TryParse(request.Headers[HeaderNames.Authorization], out var shown))
        {
            return Challenge();
        }

        if (!DigestComputation.Verify(shown, Password, "REGISTER"))
        {
            return WrongPasswordStatus == 401 ? Challenge() : (WrongPasswordStatus, SipHeaders.Empty);
        }

        return shown.Nonce == $"n{_nonce}"
            ? (200, request.Contacts.Aggregate(InOk, static (headers, contact) => headers.WithAdded(HeaderNames.Contact, contact.ToString())))
            : Challenge();
    }

    private (int Status, SipHeaders Headers) Challenge()
    {
        _nonce++;
        return (401, InChallenge.WithAdded(HeaderNames.WwwAuthenticate, $"Digest realm=\"r\", nonce=\"n{_nonce}\", qop=\"auth\""));
    }
}
