using System.Net;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Trunks;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Trunks;

public sealed class TrunkEntryTests : IDisposable
{
    private const string Known = "192.0.2.7";
    private const string Asked = "198.51.100.7";
    private const string Server = "203.0.113.7";
    private const string Nobody = "203.0.113.99";

    private readonly FakeTimeProvider _time = new();
    private readonly TrunkSources _sources = new();
    private readonly FixedSecrets _secrets = new();
    private readonly FakeLogCollector _log = new();
    private readonly TrafficSummary _summary;
    private readonly TrunkOptions _known = new() { Name = "known", AllowedSources = [new(IPNetwork.Parse("192.0.2.0/24"), null)], MaxCallsPerSecond = 10 };
    private readonly TrunkOptions _asked = new() { Name = "asked", AllowedSources = [new(IPNetwork.Parse("198.51.100.0/24"), null)], Authentication = new() { Username = "asked-user" } };
    private readonly TrunkOptions _anywhere = new() { Name = "anywhere", Authentication = new() { Username = "anywhere-user" } };
    private readonly List<IncomingCredentials> _credentials = [];

    public TrunkEntryTests()
    {
        _summary = new TrafficSummary(_time, new FakeLogger<TrafficSummary>(_log));
        _sources.Set(SourceKind.Trunk, "known", [IPNetwork.Parse("192.0.2.0/24")]);
        _sources.Set(SourceKind.Trunk, "asked", [IPNetwork.Parse("198.51.100.0/24")]);
        _sources.Set(SourceKind.Server, "bbb1", [IPAddress.Parse(Server)]);
        _secrets["asked"] = new TrunkSecret("right");
        _secrets["anywhere"] = new TrunkSecret("elsewhere");
    }

    public void Dispose()
    {
        _credentials.ForEach(static credentials => credentials.Dispose());
        _summary.Dispose();
    }

    [Fact]
    public void Sources_AreAdmittedByWhatCouldLetThemIn()
    {
        string[] all = [Known, Asked, Server, Nobody];

        Assert.Equal([true, true, true, false], all.Select(source => Entry().Admits(Address(source))));
        Assert.Equal([true, true, true, true], all.Select(source => Entry(StrangerPolicy.Refuse).Admits(Address(source))));
        Assert.Equal([true, true, true, true], all.Select(source => Entry(anywhere: true).Admits(Address(source))));
        Assert.Equal([true, true, true, false], all.Select(source => Entry(anywhere: true).IsKnown(Flow(source))));
    }

    [Fact]
    public void Request_OfAKnownSource_Enters()
    {
        Assert.Equal(new EntryDecision.Enter("known"), Decide(Entry(), Known));
        Assert.Equal(new EntryDecision.Enter(null), Decide(Entry(), Server, SipMethod.Options));
        Assert.Equal(new EntryDecision.Enter(null), Decide(Entry(anywhere: true), Server, SipMethod.Options));
        Assert.Equal(new EntryDecision.Ignore(DropReason.NotAdmitted), Decide(Entry(), Nobody));
    }

    [Fact]
    public void Password_IsAsked_AndLetsIn()
    {
        var entry = Entry();
        var asked = Refused(Decide(entry, Asked), 401);
        Assert.True(asked.IsTrusted);

        Assert.Equal(new EntryDecision.Enter("asked"), Answer(entry, Asked, asked, "asked-user", "right"));
        Assert.Equal(new EntryDecision.Enter("asked"), Answer(entry, Asked, Refused(Decide(entry, Asked, SipMethod.Options), 401), "asked-user", "right", SipMethod.Options));
        Refused(Answer(entry, Asked, Refused(Decide(entry, Asked), 401), "asked-user", "wrong"), 401);
        Refused(Answer(entry, Asked, Refused(Decide(entry, Asked), 401), "nobody", "right"), 401);

        // Who has overheard it cannot use it, here or elsewhere.
        Refused(Answer(entry, Asked, asked, "asked-user", "right"), 401, isStale: true);
        Assert.Equal(new EntryDecision.Ignore(DropReason.NotAdmitted), Answer(entry, Nobody, Refused(Decide(entry, Asked), 401), "asked-user", "right"));
    }

    [Fact]
    public void Password_OfACarrierThatKnowsNothingElse_IsAskedByMd5Alone()
    {
        _asked.Authentication.Algorithms = OfferedDigests.Md5;
        var entry = Entry(anywhere: true);

        Assert.Equal(["MD5"], Algorithms(Asked));
        Assert.Equal(["SHA-256", "MD5"], Algorithms(Nobody));
        Assert.Equal(new EntryDecision.Enter("asked"), Answer(entry, Asked, Refused(Decide(entry, Asked), 401), "asked-user", "right"));

        IEnumerable<string?> Algorithms(string source) => Refused(Decide(entry, source), 401).Extra.GetAll(HeaderNames.WwwAuthenticate)
            .Select(static text => DigestChallenge.TryParse(text, out var challenge) ? challenge.Algorithm : null);
    }

    [Fact]
    public void Password_ThatIsSet_CountsAtOnce_AndBothDuringARotation()
    {
        var entry = Entry();
        _secrets["asked"] = new TrunkSecret("new", "right");
        Assert.Equal(new EntryDecision.Enter("asked"), Answer(entry, Asked, Refused(Decide(entry, Asked), 401), "asked-user", "new"));
        Assert.Equal(new EntryDecision.Enter("asked"), Answer(entry, Asked, Refused(Decide(entry, Asked), 401), "asked-user", "right"));

        _secrets["asked"] = null;
        Refused(Answer(entry, Asked, Refused(Decide(entry, Asked), 401), "asked-user", "new"), 401);
    }

    [Fact]
    public void Secrets_AreReadWhenTheyChange_AndNotWhenTheyAreAsked()
    {
        var entry = Entry();
        var before = _secrets.Asked;
        for (var i = 0; i < 10; i++)
        {
            Answer(entry, Asked, Refused(Decide(entry, Asked), 401), i % 2 == 0 ? "asked-user" : "nobody", "right");
        }

        Assert.Equal(before, _secrets.Asked);
    }

    [Fact]
    public void Stranger_MayProveThePasswordOfATrunkWithoutNetworks()
    {
        var entry = Entry(anywhere: true);
        var asked = Refused(Decide(entry, Nobody), 401);

        Assert.False(asked.IsTrusted);
        Assert.Equal(new EntryDecision.Enter("anywhere"), Answer(entry, Nobody, asked, "anywhere-user", "elsewhere"));
        Assert.Equal(new EntryDecision.Ignore(DropReason.NotAuthenticated), Decide(entry, Nobody, SipMethod.Register));
        Assert.Equal(new EntryDecision.Ignore(DropReason.NotAuthenticated), Decide(entry, Nobody, SipMethod.Cancel));
    }

    [Fact]
    public void Strangers_GetFewAnswers_OneAndAll()
    {
        foreach (var (entry, status) in new[] { (Entry(anywhere: true), 401), (Entry(StrangerPolicy.Refuse), 403) })
        {
            Assert.Equal(20, Enumerable.Range(0, 1000).Count(_ => Decide(entry, Nobody) is EntryDecision.Refuse refused && refused.Status == status && !refused.IsTrusted));
            Assert.Equal(80, Enumerable.Range(0, 1000).Count(i => Decide(entry, $"203.0.113.{100 + (i % 100)}") is EntryDecision.Refuse));
            Assert.IsType<EntryDecision.Enter>(Decide(entry, Known));
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public void Carrier_ThatHasShownItsPassword_SharesNoAnswersWithStrangers()
    {
        var entry = Entry(anywhere: true);
        Answer(entry, Nobody, Refused(Decide(entry, Nobody), 401), "anywhere-user", "elsewhere");
        Assert.Equal(99, Enumerable.Range(0, 1000).Count(i => Decide(entry, $"203.0.113.{100 + (i % 100)}") is EntryDecision.Refuse));

        // Still no more than was asked over UDP: the address may be forged.
        Assert.False(Refused(Decide(entry, Nobody), 401).IsTrusted);
        Assert.Equal(199, Enumerable.Range(0, 1000).Count(_ => Decide(entry, Nobody) is EntryDecision.Refuse));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(new EntryDecision.Enter("anywhere"), Answer(entry, Nobody, Refused(Decide(entry, Nobody), 401), "anywhere-user", "elsewhere"));

        _time.Advance(TimeSpan.FromHours(13));
        Assert.Equal(20, Enumerable.Range(0, 1000).Count(_ => Decide(entry, Nobody) is EntryDecision.Refuse));
    }

    [Fact]
    public void WrongPasswords_OfOneSource_AreSoonIgnored_AndTheRightOneIsNot()
    {
        var entry = Entry();
        var asked = Refused(Decide(entry, Asked), 401);
        Assert.Equal(20, Enumerable.Range(0, 200).Count(_ => Answer(entry, Asked, asked, "asked-user", "guess") is EntryDecision.Refuse));
        Assert.Equal(new EntryDecision.Ignore(DropReason.TooMany), Answer(entry, Asked, asked, "asked-user", "guess"));

        Assert.Equal(new EntryDecision.Enter("asked"), Answer(entry, Asked, asked, "asked-user", "right"));
    }

    [Fact]
    public void Calls_FasterThanTheTrunkMay_Get503WithRetryAfter()
    {
        var entry = Entry();
        Assert.Equal(20, Enumerable.Range(0, 25).Count(_ => Decide(entry, Known) is EntryDecision.Enter));
        var refused = Refused(Decide(entry, Known), 503);
        Assert.InRange(int.Parse(refused.Extra[HeaderNames.RetryAfter]!, System.Globalization.CultureInfo.InvariantCulture), 2, 9);

        // Only new calls count, and the other trunk has its own.
        Assert.IsType<EntryDecision.Enter>(Decide(entry, Known, SipMethod.Options));
        Assert.IsType<EntryDecision.Enter>(entry.Decide(Request(SipMethod.Invite, toTag: "in-dialog"), Flow(Known)));
        Assert.Equal(new EntryDecision.Enter("asked"), Answer(entry, Asked, Refused(Decide(entry, Asked), 401), "asked-user", "right"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, Enumerable.Range(0, 25).Count(_ => Decide(entry, Known) is EntryDecision.Enter));

        _summary.Tell();
        Assert.Equal("21 calls of trunk known were refused since the last such line: more than Trunks:MaxCallsPerSecond", _log.LatestRecord.Message);
    }

    [Fact]
    public void Calls_OfAllTrunks_HaveALimitToo()
    {
        var entry = Entry(maxCallsPerSecond: 5);

        Assert.Equal(10, Enumerable.Range(0, 25).Count(_ => Decide(entry, Known) is EntryDecision.Enter));
        Refused(Decide(entry, Known), 503);
    }

    [Fact]
    public void Admits_AllocatesNothing()
    {
        var entry = Entry();
        var stranger = Address(Nobody);

        Assert.Equal(0, DialIn.Testing.Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                entry.Admits(stranger with { Bits = stranger.Bits + (UInt128)i });
            }
        }));
    }

    private static SourceAddress Address(string text) => SourceAddress.From(IPAddress.Parse(text));

    private static Flow Flow(string source) => new(
        new SipEndPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 5060)), new SipEndPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Parse(source), 5060)), 0);

    private static SipRequest Request(SipMethod method, SipHeaders? headers = null, string? toTag = null) => new(
        method,
        SipUri.Parse("sip:4711@127.0.0.1"),
        (headers ?? SipHeaders.Empty).WithAdded(HeaderNames.To, toTag is null ? "<sip:4711@127.0.0.1>" : $"<sip:4711@127.0.0.1>;tag={toTag}"));

    private static EntryDecision Decide(TrunkEntry entry, string source, SipMethod? method = null) => entry.Decide(Request(method ?? SipMethod.Invite), Flow(source));

    private static EntryDecision Answer(TrunkEntry entry, string source, EntryDecision.Refuse asked, string user, string password, SipMethod? method = null)
    {
        var request = Request(method ?? SipMethod.Invite);
        Assert.True(new DigestResponder(new DigestCredentials(user, password, "dialin")).TryRespond(request, new SipResponse(401, "", asked.Extra), out var headers));
        return entry.Decide(Request(method ?? SipMethod.Invite, headers), Flow(source));
    }

    private static EntryDecision.Refuse Refused(EntryDecision decision, int status, bool isStale = false)
    {
        var refused = Assert.IsType<EntryDecision.Refuse>(decision);
        Assert.Equal(status, refused.Status);
        Assert.Equal(isStale, refused.Extra.ToString()!.Contains("stale", StringComparison.Ordinal) || refused.Extra.GetAll(HeaderNames.WwwAuthenticate).Any(value => value.Contains("stale=true", StringComparison.Ordinal)));
        return refused;
    }

    private TrunkEntry Entry(StrangerPolicy strangers = StrangerPolicy.Ignore, bool anywhere = false, int maxCallsPerSecond = 200)
    {
        TrunkOptions[] trunks = anywhere ? [_known, _asked, _anywhere] : [_known, _asked];
        var credentials = new IncomingCredentials(trunks, _secrets);
        _credentials.Add(credentials);
        return new TrunkEntry(trunks, _sources, strangers, credentials, new CallRates(trunks, maxCallsPerSecond, _time), _summary, _time);
    }
}
