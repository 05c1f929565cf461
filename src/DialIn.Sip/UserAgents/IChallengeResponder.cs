using System.Diagnostics.CodeAnalysis;
using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>Answers 401, 407 and 494. Give one only to requests towards the peer that the credentials are for.</summary>
public interface IChallengeResponder
{
    /// <summary>Can this challenge be answered?</summary>
    /// <param name="request">The request as it was sent, with the credentials that it carried.</param>
    /// <param name="challenge">The 401, 407 or 494 that came back.</param>
    /// <param name="headersToAdd">Header fields for the next attempt; each replaces all fields of its name.</param>
    /// <returns><c>false</c> if there are no credentials for it, or those at hand were refused.</returns>
    bool TryRespond(SipRequest request, SipResponse challenge, [NotNullWhen(true)] out SipHeaders? headersToAdd);

    /// <summary>The final response, after all challenges: what became of the credentials that the request showed.</summary>
    /// <param name="sent">The request as it was sent last.</param>
    /// <param name="response">Its final response.</param>
    /// <returns><c>true</c> if the credentials were refused and there are others that were not.</returns>
    bool OnFinal(SipRequest sent, SipResponse response) => false;
}
