using System.Collections.Concurrent;
using System.Net;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.Service;

/// <summary>The whole service, a carrier with which nobody registers, and <c>dialin trunk</c> beside it.</summary>
public sealed class UnregisteredRotationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotate_IsProvedByAnOptionsThatIsChallenged()
    {
        await using var carrier = await Carrier.StartAsync(SecretRotation.Old, SecretRotation.New);
        await using var rotation = await SecretRotation.StartUnregisteredAsync(carrier.EndPoint);

        var run = await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("Done: secret 1 of trunk/carrier/outgoing is proved and in use.", run.Lines[^1]);
        Assert.Equal(
            [
                "Offered|trunk/carrier/outgoing|secret 1 waits for its proof; the configured secret stays active",
                "Proving|trunk/carrier/outgoing|secret 1 is shown to the peer, beside the use of the active one",
                "Proved|trunk/carrier/outgoing|secret 1 was accepted: the carrier answered an OPTIONS with 200 OK",
                "Activated|trunk/carrier/outgoing|secret 1 is active; the configured secret stays as fallback for 1 d",
            ],
            (await rotation.AuditAsync()).Where(static line => line.Contains("|trunk/", StringComparison.Ordinal)));
        Assert.Equal(["OPTIONS", "OPTIONS 123456"], carrier.Asked);
        await rotation.AssertNoLeakAsync(run);
    }

    [Fact]
    public async Task Rotate_WrongPassword_IsRefused_AndTheOldOneStays()
    {
        await using var carrier = await Carrier.StartAsync(SecretRotation.Old);
        await using var rotation = await SecretRotation.StartUnregisteredAsync(carrier.EndPoint);

        var run = await rotation.RunAsync(SecretRotation.Wrong, "trunk", "rotate", "carrier", "--account", "outgoing");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("was refused: the carrier answered an OPTIONS with 401 Unauthorized", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, rotation.State.Active?.Version);
        await rotation.AssertNoLeakAsync(run);
    }

    [Theory]
    [InlineData(false, null, "without asking for a password, which proves nothing")]
    [InlineData(true, "another.example", "in another realm")]
    public async Task Rotate_CarrierThatDoesNotAskForIt_ProvesNothing_AndSetPasswordIsTheWay(bool asks, string? realm, string words)
    {
        await using var carrier = await Carrier.StartAsync(asks ? [SecretRotation.New] : []);
        await using var rotation = await SecretRotation.StartUnregisteredAsync(carrier.EndPoint, realm);

        var run = await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(words, run.Output, StringComparison.Ordinal);
        Assert.Contains("set-password sets one without proof", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, rotation.State.Active?.Version);

        run = await rotation.RunAsync(SecretRotation.New, "trunk", "set-password", "carrier", "--wait", "10s");
        Assert.Contains("stays active unproved", run.Output, StringComparison.Ordinal);
        Assert.Equal((2, 0), (rotation.State.Active?.Version, rotation.State.Fallback?.Version));
        Assert.DoesNotContain(carrier.Asked, static asked => asked.Contains("123456", StringComparison.Ordinal));
    }

    /// <summary>A carrier's server that answers OPTIONS, after the right password if it has any.</summary>
    private sealed class Carrier : ISipApplication, IAsyncDisposable
    {
        private readonly SipStack _stack;
        private readonly DigestServer? _digest;
        private readonly ConcurrentQueue<string> _asked = new();
        private readonly ConcurrentDictionary<string, bool> _branches = new();

        private Carrier(IReadOnlyList<string> passwords)
        {
            _stack = new SipStack(
                new SipStackOptions { Listen = [new SipListenPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 0))] }, this, TimeProvider.System, NullLoggerFactory.Instance);
            IReadOnlyList<DigestSecret> secrets = [.. passwords.Select(static password => DigestSecret.For("123456", "carrier.example", password))];
            _digest = passwords.Count == 0 ? null : new DigestServer("carrier.example", user => user == "123456" ? secrets : [], TimeProvider.System);
        }

        public SipEndPoint EndPoint => _stack.LocalEndPoints[0];

        /// <summary>The methods that came, with the user that was shown.</summary>
        public IReadOnlyList<string> Asked => [.. _asked];

        public static async Task<Carrier> StartAsync(params string[] passwords)
        {
            var carrier = new Carrier(passwords);
            await carrier._stack.StartAsync(Cancel);
            return carrier;
        }

        public bool Admit(SipProtocol protocol, IPEndPoint source) => true;

        public EntryDecision Decide(SipRequest request, Flow flow)
        {
            var user = DigestAuthorization.TryParse(request.Headers[HeaderNames.Authorization], out var shown) ? $" {shown.Username}" : "";
            // Sent again by a stack that has waited for half a second, on a busy machine, it is still the same question.
            if (_branches.TryAdd(request.TopVia.Branch ?? "", true))
            {
                _asked.Enqueue($"{request.Method}{user}");
            }

            return _digest is null || _digest.Judge(request, out _) == DigestProof.Right
                ? new EntryDecision.Enter(null)
                : new EntryDecision.Refuse(401, _digest.Challenge(isStale: false), IsTrusted: true);
        }

        public void OnInvite(PendingInvite invite) => invite.Reject(603);

        public void OnDropped(DropReason reason)
        {
        }

        public ValueTask DisposeAsync() => _stack.DisposeAsync();
    }
}
