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
internal sealed class TrunkGate(
    IReadOnlyList<PhoneNumberOptions> numbers, IReadOnlyList<TrunkOptions> trunks, TrunkSources sources, ILogger<TrunkGate> logger) : ISipApplication
{
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

        // Two trunks or accounts at one provider call from the same addresses: our Contact says which one was called.
        var account = CalledAccount.Find(AccountsAt(invite.Source.Remote.Address.Address), invite.Request);
        trunk = account?.Trunk ?? trunk;
        var options = trunks.First(options => options.Name == trunk);
        var number = CalledParty.Find(numbers, invite.Request, options.CalledNumberFrom);
        if (number is null)
        {
            // A carrier that writes our number in a way that we do not know must not cost us the call.
            number = numbers[0];
            DialInLog.UnknownCalledNumber(logger, trunk, number.Number);
        }

        calls.Take(invite, account?.Label ?? trunk, number.Number, number.Languages, CallerIdentity.Of(invite.Request, options.CallerFrom, number.Number));
    }

    private List<TrunkAccount> AccountsAt(IPAddress source)
    {
        var names = sources.TrunksOf(SourceAddress.From(source));
        return [.. trunks.Where(trunk => names.Contains(trunk.Name)).SelectMany(TrunkAccount.Of)];
    }

    /// <inheritdoc/>
    public (int Status, TimeSpan? RetryAfter)? RefuseNow(SipRequest options, Flow source)
    {
        // A conference server's probe has nothing to do with whether there is room for callers.
        if (sources.TrunkOf(source.Remote.Address.Address) is null || Calls?.Refusal is not { } reason)
        {
            return null;
        }

        var end = CallEnd.For(reason);
        return (end.RefusalStatus, end.RetryAfter);
    }
}
