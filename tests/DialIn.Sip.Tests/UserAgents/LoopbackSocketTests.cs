using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>One call over real sockets and the real clock.</summary>
public class LoopbackSocketTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(SipProtocol.Udp, "127.0.0.1")]
    [InlineData(SipProtocol.Tcp, "127.0.0.1")]
    [InlineData(SipProtocol.Tls, "127.0.0.1")]
    [InlineData(SipProtocol.Udp, "0.0.0.0")]
    [InlineData(SipProtocol.Udp, "::1")]
    [InlineData(SipProtocol.Tcp, "::1")]
    [InlineData(SipProtocol.Tls, "::1")]
    [InlineData(SipProtocol.Udp, "::")]
    [InlineData(SipProtocol.Tcp, "::")]
    [InlineData(SipProtocol.Tls, "::")]
    [Rfc(3261, "18")]
    public async Task Call_OverRealSockets_IsAnsweredChangedAndEnded(SipProtocol protocol, string address)
    {
        var calleeApplication = new TestApplication();
        using var tls = new Certificates();
        await using var caller = await StartAsync(protocol, address, new TestApplication(), tls.Options);
        await using var callee = await StartAsync(protocol, address, calleeApplication, tls.Options);

        // A stack that listens on [::] speaks IPv4 as well.
        var host = address == "::1" ? "[::1]" : "127.0.0.1";
        var callerLog = new EventLog();
        var calleeLog = new EventLog();
        calleeApplication.Invited = invite =>
        {
            invite.Ring();
            invite.Accept(TwoStacks.Sdp, "application/sdp", calleeLog.Add);
        };
        calleeLog.Then = happened => (happened as SessionReinvite)?.Invite.Accept(TwoStacks.Sdp, "application/sdp");
        InviteSession? session = null;
        var placed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        callerLog.Then = happened =>
        {
            switch (happened)
            {
                case SessionAnswered:
                    placed.SetResult();
                    break;
                case ReinviteAnswered:
                    session!.SendInfo("Signal=1\r\n"u8.ToArray(), "application/dtmf-relay");
                    break;
                case InfoAnswered:
                    session!.Bye();
                    break;
                default:
                    break;
            }
        };

        var port = callee.LocalEndPoints[0].Address.Port;
        session = caller.Invite(
            new OutgoingInvite
            {
                Target = SipUri.Parse($"sip:4711@{host}:{port};transport={protocol.UriToken()}"),
                From = new NameAddress(SipUri.Parse("sip:alice@127.0.0.1")),
                Body = TwoStacks.Sdp,
            },
            callerLog.Add);
        await placed.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
        session.Reinvite(TwoStacks.Sdp, "application/sdp");

        Assert.Equal(SessionEndCause.LocalBye, (await callerLog.Ended.WaitAsync(Generous, TestContext.Current.CancellationToken)).Cause);
        Assert.Equal(SessionEndCause.RemoteBye, (await calleeLog.Ended.WaitAsync(Generous, TestContext.Current.CancellationToken)).Cause);
        Assert.Equal("Progress Answered ReinviteAnswered InfoAnswered Ended", callerLog.Names);
        Assert.Equal("Confirmed Reinvite ReinviteConfirmed Info Ended", calleeLog.Names);
        Assert.Equal(host.Trim('[', ']'), session.Dialog!.RemoteTarget.Host);
    }

    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    public async Task Start_AddressIsTaken_IsSaidWithTheAddress(SipProtocol protocol)
    {
        await using var first = await StartAsync(protocol, "127.0.0.1", new TestApplication(), new TlsOptions());
        var taken = first.LocalEndPoints[0].Address;
        await using var second = new SipStack(
            new SipStackOptions { Listen = [new SipListenPoint(protocol, taken)] }, new TestApplication(), TimeProvider.System, NullLoggerFactory.Instance);

        var fault = await Assert.ThrowsAsync<SocketException>(() => second.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(SocketError.AddressAlreadyInUse, fault.SocketErrorCode);
        Assert.StartsWith($"{protocol.ToString().ToLowerInvariant()}://{taken}: ", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<SipStack> StartAsync(SipProtocol protocol, string address, TestApplication application, TlsOptions tls)
    {
        var stack = new SipStack(
            new SipStackOptions { Listen = [new SipListenPoint(protocol, new IPEndPoint(IPAddress.Parse(address), 0))], Tls = tls },
            application,
            TimeProvider.System,
            NullLoggerFactory.Instance);
        await stack.StartAsync(TestContext.Current.CancellationToken);
        return stack;
    }

    /// <summary>A certificate for the loopback's addresses, and trust in nobody else's.</summary>
    private sealed class Certificates : IDisposable
    {
        private readonly TestAuthority _authority = new();
        private readonly string _folder = Directory.CreateTempSubdirectory("dialin-tls-").FullName;

        public Certificates()
        {
            var (certificate, key) = TestAuthority.Write(_folder, _authority.Issue(["127.0.0.1", "::1"]));
            Options = new TlsOptions
            {
                Certificate = CertificateSource.Load(certificate, key, TimeProvider.System, NullLogger.Instance),
                TrustOf = _ => new TlsTrust { Roots = _authority.Roots, Revocation = RevocationCheck.None },
            };
        }

        public TlsOptions Options { get; }

        public void Dispose()
        {
            _authority.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
