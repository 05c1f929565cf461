using System.Globalization;
using System.Security.Cryptography;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;

namespace DialIn.Trunks;

/// <summary>
/// Answers the stack's questions about who may come in: gathers what is known of a peer, has the <see cref="EntryRules"/>
/// decide, asks for credentials, and holds calls to their rates.
/// </summary>
internal sealed class TrunkEntry
{
    // Answers to sources that have proved nothing. A carrier's server that we do not know yet needs one for each call; a flood gets as many as cost nothing.
    private static readonly TokenRate StrangerAnswersOfOne = new(PerSecond: 5, Burst: 20);
    private static readonly TokenRate StrangerAnswersOfAll = new(PerSecond: 50, Burst: 100);

    // Wrong passwords from one source. Who has the right one never comes to it.
    private static readonly TokenRate WrongOfOne = new(PerSecond: 1, Burst: 20);

    private readonly IReadOnlyList<EntryDemand> _demands;
    private readonly TrunkSources _sources;
    private readonly StrangerPolicy _strangers;
    private readonly DigestServer _digest;
    private readonly CallRates _rates;
    private readonly TrafficSummary _summary;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly SourceBuckets _strangerAnswers = new(StrangerAnswersOfOne);
    private readonly SourceBuckets _wrong = new(WrongOfOne);
    private readonly ProvedSources _proved = new();
    private readonly bool _asksStrangers;
    private TokenBucket _allStrangerAnswers;

    public TrunkEntry(
        IReadOnlyList<TrunkOptions> trunks, TrunkSources sources, StrangerPolicy strangers, IncomingCredentials credentials, CallRates rates, TrafficSummary summary, TimeProvider time)
    {
        (_sources, _strangers, _rates, _summary, _time, _start) = (sources, strangers, rates, summary, time, time.GetTimestamp());
        _demands = [.. trunks.Select(EntryDemand.Of)];
        _digest = new DigestServer(IncomingCredentials.Realm, credentials.Find, time);
        _asksStrangers = _demands.Any(static trunk => trunk.IsAnywhere);
        KnowsCertificates = trunks.Any(static trunk => trunk.CertificateNames.Count > 0);
    }

    /// <summary>Whether a trunk may be known by its certificate, so that a stranger's TLS handshake has to be waited for.</summary>
    public bool KnowsCertificates { get; }

    private long Now => _time.GetElapsedTime(_start).Ticks;

    /// <summary>Whether a source is read at all. Any thread; allocates nothing.</summary>
    public bool Admits(SourceAddress source)
    {
        if (_asksStrangers || _strangers == StrangerPolicy.Refuse || _sources.KindOf(source) != SourceKind.Stranger)
        {
            return true;
        }

        _summary.NoteStranger(source);
        return false;
    }

    /// <summary>Whether a peer is known, by its certificate or its network. Any thread.</summary>
    public bool IsKnown(Flow flow) =>
        flow.Peer is { KnownAs.Count: > 0 } || _sources.KindOf(SourceAddress.From(flow.Remote.Address.Address)) != SourceKind.Stranger;

    /// <summary>The trunks whose certificate a peer has shown, else those in whose networks it is. Any thread.</summary>
    public IReadOnlyList<string> TrunksAt(Flow flow) => flow.Peer is { KnownAs: { Count: > 0 } known } ? known : _sources.TrunksOf(SourceAddress.From(flow.Remote.Address.Address));

    /// <summary>What becomes of a request. On the stack's loop.</summary>
    public EntryDecision Decide(SipRequest request, Flow flow)
    {
        var entry = EntryRules.Decide(_demands, EvidenceOf(flow, null));
        var proof = DigestProof.None;
        if (entry.Kind is EntryKind.AskKnown or EntryKind.AskStranger || (entry.Kind == EntryKind.Trunk && request.Headers.Contains(HeaderNames.Authorization)))
        {
            var isStranger = entry.Kind == EntryKind.AskStranger;
            proof = _digest.Judge(request, out var user);
            _summary.NoteProof(proof);
            entry = EntryRules.Decide(_demands, EvidenceOf(flow, user));
            if (isStranger && entry.Kind == EntryKind.Trunk)
            {
                _proved.Add(SourceAddress.From(flow.Remote.Address.Address), Now);
            }
        }

        return entry.Kind switch
        {
            EntryKind.Trunk => Enter(request, entry.Trunk!),
            EntryKind.Server => new EntryDecision.Enter(null),
            // A conference server looks whether we are there; nothing of it needs a proof, it only must not call.
            EntryKind.AskKnown or EntryKind.AskStranger when proof == DigestProof.None && request.Method != SipMethod.Invite && IsServer(flow) => new EntryDecision.Enter(null),
            EntryKind.AskKnown or EntryKind.AskStranger => Ask(request, flow, proof, entry),
            _ => RefuseStranger(request, flow),
        };
    }

    private bool IsServer(Flow flow) => _sources.IsServer(SourceAddress.From(flow.Remote.Address.Address));

    private EntryEvidence EvidenceOf(Flow flow, string? provedUser)
    {
        var source = SourceAddress.From(flow.Remote.Address.Address);
        return new EntryEvidence(flow.Peer?.KnownAs ?? [], _sources.TrunksOf(source), _sources.IsServer(source), provedUser);
    }

    private EntryDecision Enter(SipRequest request, string trunk)
    {
        if (request.Method != SipMethod.Invite || request.To.Tag is not null || _rates.Refuse(trunk) is not { } limit)
        {
            return new EntryDecision.Enter(trunk);
        }

        _summary.NoteRefusal(trunk, limit);

        // RFC 3261 §21.5.4: the carrier tries another of our nodes, or again later; not all of its calls at the same moment.
        var seconds = RandomNumberGenerator.GetInt32(2, 10).ToString(CultureInfo.InvariantCulture);
        return new EntryDecision.Refuse(503, SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, seconds), IsTrusted: true);
    }

    private EntryDecision Ask(SipRequest request, Flow flow, DigestProof proof, Entry entry)
    {
        var isKnown = entry.Kind == EntryKind.AskKnown || IsServer(flow);
        if (request.Method == SipMethod.Cancel || (!isKnown && !IsForTrunks(request)))
        {
            // RFC 3261 §22.1: nobody asks for credentials of a CANCEL.
            return new EntryDecision.Ignore(DropReason.NotAuthenticated);
        }

        var source = SourceAddress.From(flow.Remote.Address.Address);
        if ((proof == DigestProof.Wrong && !_wrong.TryTake(source, Now)) || (!isKnown && !MayAnswer(source)))
        {
            return new EntryDecision.Ignore(DropReason.TooMany);
        }

        return new EntryDecision.Refuse(401, _digest.Challenge(proof == DigestProof.Stale, entry.Algorithms == OfferedDigests.Sha256AndMd5), isKnown);
    }

    private EntryDecision RefuseStranger(SipRequest request, Flow flow)
    {
        var source = SourceAddress.From(flow.Remote.Address.Address);
        _summary.NoteStranger(source);
        return _strangers == StrangerPolicy.Ignore || request.Method == SipMethod.Cancel ? new EntryDecision.Ignore(DropReason.NotAdmitted)
            : !MayAnswerStranger(source) ? new EntryDecision.Ignore(DropReason.TooMany)
            : new EntryDecision.Refuse(403, SipHeaders.Empty, IsTrusted: false);
    }

    // A flood of strangers must not silence a carrier that only its password tells from them.
    private bool MayAnswer(SourceAddress source) => _proved.Contains(source, Now) ? _proved.MayAnswer(source, Now) : MayAnswerStranger(source);

    private bool MayAnswerStranger(SourceAddress source) =>
        _strangerAnswers.TryTake(source, Now) && _allStrangerAnswers.TryTake(StrangerAnswersOfAll, Now, out _allStrangerAnswers);

    // What a carrier sends; who wants to register or to subscribe is looking for somebody else.
    private static bool IsForTrunks(SipRequest request) =>
        request.Method == SipMethod.Invite || request.Method == SipMethod.Options || request.To.Tag is not null;
}
