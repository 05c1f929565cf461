using System.Net;
using DialIn.Calls;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// The door. Lets trunks call, lets conference servers change and end the calls that we placed to them, and gives everybody
/// else no answer at all. Says which of our numbers was dialled, and so which languages the caller hears.
/// </summary>
internal sealed class TrunkGate(IReadOnlyList<PhoneNumberOptions> numbers, TrunkSources sources, ILogger<TrunkGate> logger) : ISipApplication
{
    private const string CalledPartyHeader = "P-Called-Party-ID";
    private const string AssertedIdentityHeader = "P-Asserted-Identity";

    /// <summary>Takes the calls. Set once, before the stack starts.</summary>
    public LiveCalls? Calls { get; set; }

    /// <inheritdoc/>
    public bool Admit(SipProtocol protocol, IPEndPoint source) => sources.KindOf(source.Address) != SourceKind.Stranger;

    /// <inheritdoc/>
    public bool Admit(SourceAddress source) => sources.KindOf(source) != SourceKind.Stranger;

    /// <inheritdoc/>
    public void OnDropped(DropReason reason)
    {
        // The stack's own meter counts it by reason; nobody is told.
    }

    /// <inheritdoc/>
    public void OnInvite(PendingInvite invite)
    {
        if (Calls is not { } calls || sources.TrunkOf(invite.Source.Remote.Address.Address) is not { } trunk)
        {
            // A conference server: it is called, it does not call.
            invite.Reject(403);
            return;
        }

        var number = NumberOf(invite.Request);
        if (number is null)
        {
            // A carrier that writes our number in a way that we do not know must not cost us the call.
            number = numbers[0];
            DialInLog.UnknownCalledNumber(logger, trunk, number.Number);
        }

        calls.Take(invite, trunk, number.Number, number.Languages, CallerOf(invite.Request));
    }

    /// <summary>The number dialled: carriers put it into the Request-URI, into To behind a registration's contact, or into P-Called-Party-ID.</summary>
    private PhoneNumberOptions? NumberOf(SipRequest invite) =>
        CalledNumber.Find(numbers, invite.RequestUri.User)
        ?? CalledNumber.Find(numbers, invite.To.Uri.User)
        ?? CalledNumber.Find(numbers, UserOf(invite.Headers[CalledPartyHeader]));

    /// <summary>The caller: what the carrier asserts (RFC 3325) goes before what the caller says.</summary>
    private static CallerNumber CallerOf(SipRequest invite)
    {
        var asserted = CallerNumber.Parse(UserOf(invite.Headers[AssertedIdentityHeader]));
        return asserted.IsWithheld ? CallerNumber.Parse(invite.From.Uri.User) : asserted;
    }

    private static string? UserOf(string? address) => NameAddress.TryParse(address, out var parsed) ? parsed.Uri.User : null;
}
