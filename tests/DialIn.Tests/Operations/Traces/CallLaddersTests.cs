using System.Net;
using System.Text;
using DialIn.Calls;
using DialIn.Operations.Traces;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Operations.Traces;

public sealed class CallLaddersTests : IDisposable
{
    private const string CallId = "0123456789ab";

    private static readonly SipEndPoint Local = new(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 5060));
    private static readonly SipEndPoint Remote = new(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 5080));

    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly TraceDesk _desk;
    private readonly TraceFiles _files;
    private readonly CallLadders _ladders;

    public CallLaddersTests()
    {
        _desk = new TraceDesk(_time);
        _files = new TraceFiles(_folder.File("traces"), TimeSpan.FromDays(3), _time, NullLogger<TraceFiles>.Instance);
        _ladders = new CallLadders(new MessageMask(new AddressMask(["+4961511234567"])), _desk, _files, TimeSpan.FromDays(3), _time);
    }

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Ladder_HasBothLegsInOrder_WithWhatTheDescriptionsSay()
    {
        Receive(Invite("trunk-leg", "m=audio 4000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendonly\r\n"));
        Send("SIP/2.0 100 Trying", "trunk-leg", "1 INVITE");
        _ladders.TrunkLeg(Facts(), "trunk-leg");
        Send("SIP/2.0 200 OK", "trunk-leg", "1 INVITE");
        _ladders.ConferenceLeg(CallId, "conference-leg");
        Send("INVITE sip:70066@bbb1 SIP/2.0", "conference-leg", "1 INVITE");
        Receive("SIP/2.0 480 Temporarily Unavailable", "conference-leg", "1 INVITE");
        Receive("BYE sip:bridge@127.0.0.1 SIP/2.0", "trunk-leg", "2 BYE");

        Assert.Equal(
            [
                "trunk bridge INVITE sip:+4961511234567@127.0.0.1 [audio 127.0.0.1:4000 RTP/AVP PCMA telephone-event sendonly]",
                "bridge trunk 100 Trying (INVITE)",
                "bridge trunk 200 OK (INVITE)",
                "bridge server INVITE sip:70066@bbb1",
                "server bridge 480 Temporarily Unavailable (INVITE)",
                "trunk bridge BYE sip:***@127.0.0.1",
            ],
            _ladders.Of(CallId)!.Select(static line => $"{line.From} {line.To} {line.Text}"));
    }

    [Fact]
    public void Messages_ThatAreOfNoCall_AreNotKept()
    {
        Receive("OPTIONS sip:bridge SIP/2.0", "leg", "1 OPTIONS");
        Send("SIP/2.0 200 OK", "leg", "1 OPTIONS");
        _ladders.OnSent("\r\n\r\n"u8.ToArray(), Local, Remote);
        _ladders.OnSent("no message"u8.ToArray(), Local, Remote);
        _ladders.OnSent(ReadOnlyMemory<byte>.Empty, Local, Remote);
        _ladders.Ended(CallId);
        _ladders.ConferenceLeg(CallId, "x");
        Assert.Null(_ladders.Of(CallId));

        // Of the call that comes later with the same Call-ID, they are no part.
        Receive(Invite("leg", ""));
        _ladders.TrunkLeg(Facts(), "leg");
        Assert.Equal("INVITE sip:+4961511234567@127.0.0.1", Assert.Single(_ladders.Of(CallId)!).Text);
    }

    [Fact]
    public void Ladders_OfTheLatestCallsAreKept_AndLongOnesLoseTheirMiddle()
    {
        _ladders.TrunkLeg(Facts(), "first");
        for (var i = 0; i < 100; i++)
        {
            Send($"INFO sip:x SIP/2.0", "first", $"{i} INFO");
            Send($"SIP/2.0 {200 + i} OK", "first", $"{i} INFO");
        }

        var lines = _ladders.Of(CallId)!;
        Assert.Equal(60, lines.Count);
        Assert.Equal(("200 OK (INFO)", "299 OK (INFO)"), (lines[1].Text, lines[^1].Text));

        for (var i = 0; i < CallLadders.MostExchanges; i++)
        {
            Receive(Invite($"later-{i}", ""));
        }

        Assert.Null(_ladders.Of(CallId));
    }

    [Fact]
    public async Task Trace_IsWrittenUntilItsTimeIsOver_AlsoOfACallThatIsUp()
    {
        Receive(Invite("leg", ""));
        _ladders.TrunkLeg(Facts(), "leg");
        Receive("OPTIONS sip:before SIP/2.0", "leg", "2 OPTIONS");
        _desk.Arm(TraceTarget.Parse(CallId)!, TimeSpan.FromMinutes(10));
        _ladders.Rematch();
        Receive("OPTIONS sip:while SIP/2.0", "leg", "3 OPTIONS");
        Pass(TimeSpan.FromMinutes(10));
        Receive("OPTIONS sip:after SIP/2.0", "leg", "4 OPTIONS");
        await WrittenAsync();

        var text = await File.ReadAllTextAsync(_folder.File("traces/20260102T030405Z-0123456789ab.txt"), TestContext.Current.CancellationToken);
        Assert.Contains("2026-01-02T03:04:05.000000Z trunk -> bridge, Udp, 127.0.0.1:5080 -> 127.0.0.1:5060\nOPTIONS sip:while SIP/2.0\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sip:before", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sip:after", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("traces/20260102T030405Z-0123456789ab.pcap")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.File("traces")));
        }
    }

    [Fact]
    public async Task Trace_OfANumber_BeginsWithTheInvite_AndHidesItToTheEnd()
    {
        const string Leg = "leg-of-4915112345634";
        _desk.Arm(TraceTarget.Parse("+4915112345634")!, TimeSpan.FromMinutes(10));
        Receive(Invite(Leg, ""));
        Receive(Invite("leg-of-another", ""));
        _ladders.TrunkLeg(Facts(), Leg);
        _ladders.TrunkLeg(Facts() with { Id = "ab0123456789", Caller = CallerNumber.Parse("+4915100000000") }, "leg-of-another");
        _ladders.Ended(CallId);
        Pass(CallLadders.Late - TimeSpan.FromTicks(1));
        // Nothing is learnt from it, and its Call-ID has the number all the same.
        Receive("SIP/2.0 200 Late", Leg, "2 BYE");
        Pass(CallLadders.Late);
        Receive("SIP/2.0 200 Too late", Leg, "2 BYE");
        await WrittenAsync();

        var file = Assert.Single(Directory.GetFiles(_folder.File("traces"), "*.txt"));
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("\nINVITE sip:+4961511234567@127.0.0.1 SIP/2.0\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\nSIP/2.0 200 Late\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Too late", text, StringComparison.Ordinal);
        Assert.DoesNotContain("15112345634", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_ThatAreOver_TakeNoPlaceOfATrace()
    {
        for (var i = 0; i < 600; i++)
        {
            Receive(Invite($"leg-{i}", ""));
            _ladders.TrunkLeg(Facts() with { Id = $"{i:x12}" }, $"leg-{i}");
            _ladders.Ended($"{i:x12}");
        }

        var trace = _desk.Arm(TraceTarget.Parse("+4961511234567")!, TimeSpan.FromMinutes(10))!;
        _ladders.Rematch();
        Assert.Equal(0, trace.Calls);
        _ladders.TrunkLeg(Facts(), "leg");
        Assert.Equal(1, trace.Calls);
        Assert.True(trace.Take(CallId));
    }

    [Fact]
    public void Ladders_OfCallsThatAreLongOver_AreForgotten()
    {
        _ladders.TrunkLeg(Facts(), "leg");
        _ladders.TrunkLeg(Facts() with { Id = "ab0123456789" }, "leg-that-is-up");
        _ladders.Ended(CallId);
        Pass(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.NotNull(_ladders.Of(CallId));
        Pass(CallLadders.Late);

        Assert.Null(_ladders.Of(CallId));
        Assert.NotNull(_ladders.Of("ab0123456789"));
    }

    [Fact]
    public async Task Ladders_AreForgottenByTheService()
    {
        using var service = new LadderRetention(_ladders, _time);
        await service.StartAsync(TestContext.Current.CancellationToken);
        _ladders.TrunkLeg(Facts(), "leg");
        _ladders.Ended(CallId);

        await Waiting.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromDays(1));
                return _ladders.Of(CallId) is null;
            },
            TestContext.Current.CancellationToken);

        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task MessagesThatBecomeNoCall_AreForgotten_AlsoWhileATraceIsArmed()
    {
        _desk.Arm(TraceTarget.Parse("+4915112345634")!, TimeSpan.FromMinutes(10));
        Receive(Invite("leg", ""));
        Pass(CallLadders.Late);
        _ladders.TrunkLeg(Facts(), "leg");
        Send("SIP/2.0 200 OK", "leg", "1 INVITE");
        await WrittenAsync();

        Assert.Equal("200 OK (INVITE)", Assert.Single(_ladders.Of(CallId)!).Text);
        Assert.DoesNotContain("INVITE sip:", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder.File("traces"), "*.txt")), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void BothEndsOfACallToOurselves_HaveTheirOwnLadders()
    {
        const string Ours = "From: <sip:+4915112345634@carrier>;tag=a\r\nTo: <sip:+4961511234567@127.0.0.1>";
        Assert.Contains(Ours, Invite("leg", ""), StringComparison.Ordinal);
        _ladders.OnSent(Encoding.ASCII.GetBytes(Invite("leg", "")), Local, Remote);
        Receive(Invite("leg", ""));
        _ladders.TrunkLeg(Facts(), "leg");
        Receive("SIP/2.0 100 of the caller", "leg", "1 INVITE");
        SendTagged("SIP/2.0 200 of the called", "b");
        SendTagged("BYE sip:of-the-caller SIP/2.0", "b");
        ReceiveTagged("BYE sip:of-the-called SIP/2.0", "b");

        Assert.Equal(
            ["trunk INVITE sip:+4961511234567@127.0.0.1", "bridge 200 of the called (INVITE)", "trunk BYE sip:of-the-called"],
            _ladders.Of(CallId)!.Select(static line => $"{line.From} {line.Text}"));

        static string Tagged(string start, string tag) => Head(start, "leg", "1 INVITE").Replace("To: <sip:+4961511234567@127.0.0.1>", $"To: <sip:+4961511234567@127.0.0.1>;tag={tag}", StringComparison.Ordinal);
        void SendTagged(string start, string tag) => _ladders.OnSent(Encoding.ASCII.GetBytes(Tagged(start, tag)), Local, Remote);
        void ReceiveTagged(string start, string tag) => Receive(Tagged(start, tag));
    }

    [Fact]
    public void Lines_AreCut()
    {
        Receive(Invite("leg", ""));
        _ladders.TrunkLeg(Facts(), "leg");
        Receive($"SIP/2.0 500 {new string('x', 2_000)}", "leg", "1 INVITE");

        Assert.Equal(200, _ladders.Of(CallId)![1].Text.Length);
    }

    private static CallFacts Facts() => new(CallId, "carrier", "+4961511234567", ["de"], CallerNumber.Parse("+4915112345634"), InBandDigits.Auto);

    private static string Invite(string callId, string media)
    {
        var body = media.Length == 0 ? "" : $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n{media}";
        return Head("INVITE sip:+4961511234567@127.0.0.1 SIP/2.0", callId, "1 INVITE", $"Content-Type: application/sdp\r\nContent-Length: {body.Length}\r\n") + body;
    }

    private static string Head(string start, string callId, string cseq, string more = "Content-Length: 0\r\n") =>
        $"{start}\r\nVia: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bK1\r\nFrom: <sip:+4915112345634@carrier>;tag=a\r\nTo: <sip:+4961511234567@127.0.0.1>\r\nCall-ID: {callId}\r\nCSeq: {cseq}\r\n{more}\r\n";

    private async Task WrittenAsync()
    {
        await _files.StartAsync(TestContext.Current.CancellationToken);
        await _files.StopAsync(TestContext.Current.CancellationToken);
    }

    // The service looks again and again; here it looks just then.
    private void Pass(TimeSpan time)
    {
        _time.Advance(time);
        _ladders.Sweep();
    }

    private void Receive(string start, string callId, string cseq) => Receive(Head(start, callId, cseq));

    private void Receive(string message)
    {
        Assert.True(SipParser.TryParse(Encoding.ASCII.GetBytes(message), SipLimits.Default, out var parsed, out _));
        _ladders.OnReceived(parsed, new Flow(Local, Remote, 0));
    }

    private void Send(string start, string callId, string cseq) => _ladders.OnSent(Encoding.ASCII.GetBytes(Head(start, callId, cseq)), Local, Remote);
}
