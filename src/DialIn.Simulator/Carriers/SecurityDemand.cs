using DialIn.Sip.Messages;

namespace DialIn.Simulator.Carriers;

/// <summary>A registrar's side of a security agreement, RFC 3329, in the form that Telekom's CompanyFlex has it. No network here.</summary>
internal sealed class SecurityDemand(SimulatedCarrierOptions options)
{
    private const string OptionTag = "mediasec";

    /// <summary>What this registrar offers.</summary>
    public SipHeaders Offer { get; } = options.SecurityServer.Aggregate(
        SipHeaders.Empty, static (headers, mechanism) => headers.WithAdded(HeaderNames.SecurityServer, mechanism));

    /// <summary>The refusal of a REGISTER without an agreement, or null. 401 asks for a challenge beside the offer.</summary>
    public RegistrarAnswer? Refuse(SipRequest request)
    {
        if (options.SecurityServer.Count == 0)
        {
            return null;
        }

        if (!request.Headers.GetAll(HeaderNames.Require).Contains(OptionTag) || !request.Headers.GetAll(HeaderNames.ProxyRequire).Contains(OptionTag))
        {
            // RFC 3261 §21.4.15: the client does not say that it knows the extension.
            return new RegistrarAnswer(421, SipHeaders.Empty.WithAdded(HeaderNames.Require, OptionTag));
        }

        if (request.Headers.GetAll(HeaderNames.SecurityClient).Count == 0)
        {
            return new RegistrarAnswer(400);
        }

        var verified = request.Headers.GetAll(HeaderNames.SecurityVerify);
        if (verified.Count == 0)
        {
            return new RegistrarAnswer(options.SecurityStatus, Offer);
        }

        // Each value once, and exactly what was offered: else somebody has changed the list on its way.
        return verified.Order().SequenceEqual(options.SecurityServer.Distinct().Order()) ? null : new RegistrarAnswer(403);
    }
}
