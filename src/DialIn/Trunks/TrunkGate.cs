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
    IReadOnlyList<PhoneNumberOptions> numbers, IReadOnlyList<TrunkOptions> trunks, TrunkEntry entry, TrafficSummary summary, ILogger<TrunkGate> logger) : ISipApplication
{
    /// <summary>Hears of each call, if anybody wants to.</summary>
    public QuietTrunks? Quiet { get; init; }

    /// <summary>Lets the program call itself, if it may.</summary>
    public OwnLoop? Loop { get; init; }

    /// <summary>Takes the calls. Set once, before the stack starts.</summary>
    public LiveCalls? Calls { get; set; }

    /// <inheritdoc/>
    public bool Admit(SipProtocol protocol, IPEndPoint source) =>
        (protocol == SipProtocol.Tls && entry.KnowsCertificates) || Admit(SourceAddress.From(source.Address));

    /// <inheritdoc/>
    public bool Admit(Flow flow) => flow.Peer is { KnownAs.Count: > 0 } || Admit(SourceAddress.From(flow.Remote.Address.Address));

    /// <inheritdoc/>
    public bool Admit(SourceAddress source) => entry.Admits(source) || Loop?.Admits(source) == true;

    /// <inheritdoc/>
    public bool IsTrusted(Flow flow) => entry.IsKnown(flow);

    /// <inheritdoc/>
    public EntryDecision Decide(SipRequest request, Flow flow) =>
        Loop?.TrunkOf(request, flow) is { } trunk ? new EntryDecision.Enter(trunk) : entry.Decide(request, flow);

    /// <inheritdoc/>
    public void OnDropped(DropReason reason) => summary.NoteDrop(reason);

    /// <inheritdoc/>
    public void OnInvite(PendingInvite invite)
    {
        if (Calls is not { } calls || invite.Identity is not { } trunk)
        {
            // A conference server: it is called, it does not call.
            invite.Reject(403);
            return;
        }

        // Two trunks or accounts at one provider call from the same addresses: our Contact says which one was called.
        var account = CalledAccount.Find(AccountsAt(invite.Source), invite.Request);
        trunk = account?.Trunk ?? trunk;
        var options = trunks.First(options => options.Name == trunk);
        var isOwn = Loop?.TrunkOf(invite.Request, invite.Source) is not null;
        if (!isOwn)
        {
            // A call from inside says nothing about the carrier.
            Quiet?.NoteCall(trunk);
        }

        var number = CalledParty.Find(numbers, invite.Request, options.CalledNumberFrom);
        if (number is null)
        {
            // A carrier that writes our number in a way that we do not know must not cost us the call.
            number = numbers[0];
            DialInLog.UnknownCalledNumber(logger, trunk, number.Number);
        }

        // Asked anew for each call: they may change while the program runs.
        var limits = new CallLimits(options.Name, options.MaxCalls, options.MaxPendingCalls, options.FullStatus);
        calls.Take(
            invite, account?.Label ?? trunk, limits, number.Number, number.Languages, CallerIdentity.Of(invite.Request, options.CallerFrom, number.Number),
            options.InBandDigits, isOwn);
    }

    private List<TrunkAccount> AccountsAt(Flow source)
    {
        var names = entry.TrunksAt(source);
        return [.. trunks.Where(trunk => names.Contains(trunk.Name)).SelectMany(TrunkAccount.Of)];
    }

    /// <inheritdoc/>
    public (int Status, TimeSpan? RetryAfter)? RefuseNow(SipRequest options, Flow source)
    {
        // A conference server's probe has nothing to do with whether there is room for callers.
        if (entry.TrunksAt(source).Count == 0 || Calls?.Refusal is not { } reason)
        {
            return null;
        }

        var end = CallEnd.For(reason);
        return (end.RefusalStatus, end.RetryAfter);
    }
}
