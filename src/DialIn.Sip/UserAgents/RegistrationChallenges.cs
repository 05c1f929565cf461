using System.Diagnostics.CodeAnalysis;
using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// Answers what a registrar asks of a request: credentials (401, 407) by the responder of the account, and a security agreement
/// (494) here. Used by one request at a time.
/// </summary>
/// <param name="credentials">The account's credentials; <c>null</c> for none.</param>
/// <param name="agreement">The agreement so far; <c>null</c> where none is wanted.</param>
/// <param name="headers">The agreement's header fields for this kind of request.</param>
/// <param name="heard">Hears of each challenge; gives further header fields for the next attempt.</param>
internal sealed class RegistrationChallenges(
    IChallengeResponder? credentials,
    SecurityAgreement? agreement,
    Func<SecurityAgreement, SipHeaders> headers,
    Func<SipRequest, SipResponse, SipHeaders> heard) : IChallengeResponder
{
    /// <summary>The agreement after what was heard.</summary>
    public SecurityAgreement? Agreement { get; private set; } = agreement;

    public bool TryRespond(SipRequest request, SipResponse challenge, [NotNullWhen(true)] out SipHeaders? headersToAdd)
    {
        var mayTryAgain = Agreement?.MayTryAgain(request, challenge) ?? false;
        Agreement = Agreement?.On(challenge);
        var more = heard(request, challenge);
        headersToAdd = null;
        if (challenge.StatusCode == 494)
        {
            headersToAdd = mayTryAgain ? SipHeaders.Empty : null;
        }
        else if (credentials?.TryRespond(request, challenge, out var answer) == true)
        {
            headersToAdd = answer;
        }

        // RFC 3329 §2.3.1: a 401 may carry Security-Server as well; the next request returns it beside the credentials.
        headersToAdd = headersToAdd?.WithAdded(Agreement is { } now ? headers(now) : SipHeaders.Empty).WithAdded(more);
        return headersToAdd is not null;
    }

    public bool OnFinal(SipRequest sent, SipResponse response)
    {
        Agreement = Agreement?.On(response);
        return credentials?.OnFinal(sent, response) ?? false;
    }
}
