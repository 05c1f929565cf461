using System.Net;
using System.Text.Json;
using DialIn.Hosting.Commands;
using DialIn.Hosting.Configuration;
using DialIn.Simulator;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.Hosting;

public sealed class ConferenceCheckTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Server_WhoseConferencesTakeUs_IsWell_AndItsAudioComes()
    {
        await using var server = new SimulatedBbbServer(new SimulatedBbbServerOptions { Name = "bbb1" }, TimeProvider.System, NullLoggerFactory.Instance);
        await server.StartAsync(Cancel);

        var findings = await FindAsync(server.SipUriTemplate, Limits.Generous);

        Assert.Equal([Verdict.Ok, Verdict.Ok, Verdict.Ok], findings.Select(static finding => finding.Verdict));
        var visitor = Assert.Single(server.Conferences.SelectMany(static room => room.Everybody));
        Assert.Equal(SessionEndCause.RemoteBye, (await visitor.Left.WaitAsync(Cancel)).Cause);
    }

    [Theory]
    [InlineData(403, "access list")]
    [InlineData(407, "asks for a password")]
    [InlineData(480, "dialplan does not know this bridge")]
    [InlineData(488, "no codec")]
    public async Task Server_ThatRefuses_IsToldInWords(int status, string text)
    {
        await using var server = await ScriptedServer.StartAsync(status);

        var findings = await FindAsync(server.Template, Limits.Generous);

        Assert.Equal(Verdict.Ok, findings[0].Verdict);
        Assert.Equal(Verdict.Fault, findings[1].Verdict);
        Assert.Contains(text, findings[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatIsSilent_IsBehindAFirewall()
    {
        using var silent = new System.Net.Sockets.UdpClient(new IPEndPoint(IPAddress.Loopback, 0));

        var findings = await FindAsync($"sip:{{voiceBridge}}@{silent.Client.LocalEndPoint}", TimeSpan.FromMilliseconds(300));

        Assert.Contains("does not answer at all", Assert.Single(findings).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ThatIsGivenUp_LeavesNobodyInTheConference()
    {
        await using var server = await ScriptedServer.StartAsync(200);
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var check = new ConferenceCheck(Limits.Generous).FindAsync(Configuration(server.Template, "Required"), "bbb1", givenUp.Token);
        await server.Answered.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancel);
        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);
        Assert.Equal(SessionEndCause.RemoteBye, (await server.Ended.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancel)).Cause);
        // As a call to this server would be.
        Assert.Contains("RTP/SAVP", server.Offer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_OfAnotherName_IsNone()
    {
        var findings = await new ConferenceCheck(TimeSpan.Zero).FindAsync(Configuration("sip:{voiceBridge}@127.0.0.1:5090"), "bbb2", Cancel);

        Assert.Equal("one of bbb1", Assert.Single(findings).Remedy);
    }

    private Task<IReadOnlyList<Finding>> FindAsync(string template, TimeSpan patience) => new ConferenceCheck(patience).FindAsync(Configuration(template), "bbb1", Cancel);

    private LoadedConfiguration Configuration(string template, string srtp = "Off")
    {
        var file = _folder.Write("dialin.json", JsonSerializer.Serialize(new
        {
            DialIn = new
            {
                PhoneNumbers = new[] { new { Number = "+4961511234567", Languages = new[] { "de" } } },
                Sip = new { Listen = new[] { "udp://127.0.0.1:5060" } },
                Media = new { Address = "127.0.0.1", PortRange = TestPorts.Range },
                Trunks = new[] { new { Name = "carrier", Mode = "Static", AllowedSources = new[] { "127.0.0.0/8" } } },
                Servers = new[] { new { Name = "bbb1", ApiUrl = "http://127.0.0.1:1/bigbluebutton/api/", Secret = "secret", SipUri = template, Srtp = srtp, SrtpWithoutTls = srtp != "Off" } },
            },
        }));
        var loaded = ConfigurationLoader.Load(file, new Dictionary<string, string>());
        Assert.DoesNotContain(loaded.Faults.All, static fault => !fault.IsWarning);
        return loaded;
    }

    /// <summary>A FreeSWITCH that answers every INVITE in the same way.</summary>
    private sealed class ScriptedServer(int status) : ISipApplication, IAsyncDisposable
    {
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private SipStack? _stack;

        /// <summary>An INVITE was answered by a 200, without audio.</summary>
        public Task Answered => _answered.Task;

        public Task<SessionEnd> Ended => _ended.Task;

        public string Offer { get; private set; } = "";

        public string Template => $"sip:{{voiceBridge}}@{_stack!.LocalEndPoints[0].Address}";

        public static async Task<ScriptedServer> StartAsync(int status)
        {
            var server = new ScriptedServer(status);
            server._stack = new SipStack(
                new SipStackOptions { Listen = [new SipListenPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 0))] }, server, TimeProvider.System, NullLoggerFactory.Instance);
            await server._stack.StartAsync(Cancel);
            return server;
        }

        public ValueTask DisposeAsync() => _stack!.DisposeAsync();

        bool ISipApplication.Admit(SipProtocol protocol, IPEndPoint source) => true;

        void ISipApplication.OnInvite(PendingInvite invite)
        {
            Offer = System.Text.Encoding.ASCII.GetString(invite.Request.Body.Span);
            if (status == 200)
            {
                // The check looks no further than that there is one.
                invite.Accept(invite.Request.Body, "application/sdp", happened =>
                {
                    if (happened is SessionEnded ended)
                    {
                        _ended.TrySetResult(ended.End);
                    }
                });
                _answered.TrySetResult();
            }
            else
            {
                invite.Reject(status, extra: SipHeaders.Empty.WithAdded(HeaderNames.Reason, "Q.850;cause=16"));
            }
        }

        void ISipApplication.OnDropped(DropReason reason)
        {
        }
    }
}
