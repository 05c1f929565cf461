using System.Net;
using System.Text;
using System.Threading.Channels;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.Service;

/// <summary>A carrier that has to prove who it is, against the whole service.</summary>
public sealed class CarrierPasswordTests : IDisposable
{
    private const string Password = "the password of the carrier";

    private readonly TestFolder _folder = new();
    private readonly Channel<SessionEvent> _events = Channel.CreateUnbounded<SessionEvent>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("127.0.0.0/8")]
    [InlineData(null)]
    public async Task Carrier_WithTheRightPassword_Calls_AndEndsTheCallWithoutBeingAskedAgain(string? network)
    {
        await using var service = await StartAsync(network);
        await using var carrier = await CarrierAsync();

        var session = Call(carrier, service, new DigestResponder(new DigestCredentials("carrier", Password, "dialin")));
        await NextAsync<SessionAnswered>();
        session.Bye();
        await NextAsync<SessionEnded>();

        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("carrier", "CallerHungUp", 200), (record.Trunk, record.Reason, record.SipStatus));
        Assert.DoesNotContain(service.Log.GetSnapshot(), line => line.Message.Contains(Password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("carrier", "wrong")]
    [InlineData("nobody", Password)]
    [InlineData(null, null)]
    public async Task Carrier_WithoutIt_Gets401_AndIsNoCall(string? user, string? password)
    {
        await using var service = await StartAsync("127.0.0.0/8");
        await using var carrier = await CarrierAsync();

        Call(carrier, service, user is null ? null : new DigestResponder(new DigestCredentials(user, password!, "dialin")));

        var end = await NextAsync<SessionEnded>();
        Assert.Equal((SessionEndCause.Rejected, 401), (end.End.Cause, end.End.StatusCode));
        Assert.Equal(0, service.Calls.Count);
        Assert.Empty(await service.Records.ListAsync(1, Cancel));
    }

    [Fact]
    public async Task Trunk_ThatIsFull_SaysWhatItsCarrierWantsToHear()
    {
        await using var service = await RunningService.StartAsync(Cancel, section => section["Trunks"] = new[]
        {
            new { Name = "carrier", AllowedSources = new[] { "127.0.0.0/8" }, MaxCalls = 1, FullStatus = 486 },
        });
        await using var first = await service.AnsweredCallAsync(Cancel);

        await using var second = await service.CallAsync(Cancel);

        Assert.Equal(486, (await second.Answered.WaitAsync(Cancel)).StatusCode);
        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("Bridge", "TrunkFull", 486), (record.Result, record.Reason, record.SipStatus));
    }

    [Fact]
    public async Task Trunk_WithTooManyCallsRinging_IsFull()
    {
        await using var service = await RunningService.StartAsync(Cancel, section =>
        {
            section["Calls"] = new { RingFor = "30 s" };
            section["Trunks"] = new[] { new { Name = "carrier", AllowedSources = new[] { "127.0.0.0/8" }, MaxPendingCalls = 1 } };
        });
        await using var first = await service.CallAsync(Cancel);
        await first.Ringing.WaitAsync(Cancel);

        await using var second = await service.CallAsync(Cancel);

        Assert.Equal(503, (await second.Answered.WaitAsync(Cancel)).StatusCode);
        Assert.False(first.Answered.IsCompleted);
    }

    private static async Task<SipStack> CarrierAsync()
    {
        var stack = new SipStack(
            new SipStackOptions { Listen = [new SipListenPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 0))] },
            new Silent(), TimeProvider.System, NullLoggerFactory.Instance);
        await stack.StartAsync(Cancel);
        return stack;
    }

    private Task<RunningService> StartAsync(string? network)
    {
        var file = _folder.Write("password", Password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return RunningService.StartAsync(Cancel, section => section["Trunks"] = new[]
        {
            new { Name = "carrier", Mode = "Static", AllowedSources = network is null ? [] : new[] { network }, Authentication = new { Username = "carrier", PasswordFile = file } },
        });
    }

    private InviteSession Call(SipStack carrier, RunningService service, DigestResponder? responder) => carrier.Invite(
        new OutgoingInvite
        {
            Target = SipUri.Parse($"sip:{RunningService.Number}@{service.Sip}"),
            From = new NameAddress(SipUri.Parse($"sip:{RunningService.Caller}@127.0.0.1")),
            Body = Encoding.ASCII.GetBytes("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"),
            Challenges = responder,
        },
        happened => _events.Writer.TryWrite(happened));

    private async Task<T> NextAsync<T>()
        where T : SessionEvent
    {
        while (true)
        {
            switch (await _events.Reader.ReadAsync(Cancel))
            {
                case T wanted:
                    return wanted;
                case SessionEnded { End: var end }:
                    throw new InvalidOperationException($"the call ended: {end}");
            }
        }
    }

    private sealed class Silent : ISipApplication
    {
        public bool Admit(SipProtocol protocol, IPEndPoint source) => true;

        public void OnInvite(PendingInvite invite) => invite.Reject(603);

        public void OnDropped(DropReason reason)
        {
        }
    }
}
