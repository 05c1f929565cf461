using System.Net;
using DialIn.Simulator;
using DialIn.Simulator.Conferences;
using DialIn.Simulator.Meetings;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.Service;

/// <summary>A call through the whole service over IPv6, and one over TLS from a carrier that is known by its certificate.</summary>
public sealed class OtherWaysInTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestAuthority _authority = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Call_OverIPv6_SipAndSound_IsHeardAndHears()
    {
        await using var service = await RunningService.StartAsync(
            Cancel,
            section =>
            {
                section["Sip"] = new { Listen = new[] { "udp://[::1]:0" } };
                section["Media"] = new { Address = "::1", PortRange = TestPorts.Range };
                section["Trunks"] = new[] { new { Name = "carrier", Mode = "Static", AllowedSources = new[] { "::1" } } };
            },
            address: IPAddress.IPv6Loopback);

        await AssertConversationAsync(service);
    }

    [Theory]
    [InlineData("::1", "127.0.0.1")]
    [InlineData("127.0.0.1", "::1")]
    public async Task Call_BetweenTheFamilies_EachLegInThatOfItsPeer_IsHeardAndHears(string carrier, string server)
    {
        await using var service = await RunningService.StartAsync(
            Cancel,
            section =>
            {
                // The carrier calls the first one.
                section["Sip"] = new { Listen = new[] { carrier, server }.Select(address => $"udp://{(address.Contains(':') ? $"[{address}]" : address)}:0") };
                section["Media"] = new { Address = "127.0.0.1, ::1", PortRange = TestPorts.Range };
                section["Trunks"] = new[] { new { Name = "carrier", Mode = "Static", AllowedSources = new[] { carrier } } };
            },
            address: IPAddress.Parse(carrier),
            serverAddress: IPAddress.Parse(server));

        var participant = await AssertConversationAsync(service);

        Assert.Equal(IPAddress.Parse(server), participant.Negotiated.RemoteRtp.Address);
        Assert.Contains($"c=IN {(server.Contains(':') ? "IP6" : "IP4")} {server}", System.Text.Encoding.UTF8.GetString(participant.Invite.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OverTls_OfACarrierKnownByItsCertificateAlone_IsHeardAndHears()
    {
        var (certificate, key) = TestAuthority.Write(_folder.Path, _authority.Issue(["dialin.example.org", "127.0.0.1"]));
        var (carriersCertificate, carriersKey) = TestAuthority.Write(_folder.Path, _authority.Issue(["sbc.carrier.example"]), "carrier");
        var carrier = new SimulatedCarrierOptions
        {
            Tls = new TlsOptions
            {
                TrustOf = _ => new TlsTrust
                {
                    Roots = _authority.Roots,
                    Revocation = RevocationCheck.None,
                    Certificate = CertificateSource.Load(carriersCertificate, carriersKey, TimeProvider.System, NullLogger.Instance),
                },
            },
        };
        await using var service = await RunningService.StartAsync(
            Cancel,
            section =>
            {
                section["Sip"] = new { Listen = new[] { "tls://127.0.0.1:0", "udp://127.0.0.1:0" }, CertificateFile = certificate, CertificateKeyFile = key };
                section["Trunks"] = new[]
                {
                    new
                    {
                        Name = "carrier",
                        Mode = "Static",
                        CertificateNames = new[] { "sbc.carrier.example" },
                        RootsFile = _authority.WriteRoots(_folder.Path),
                        Revocation = "None",
                    },
                };
            },
            carrierOptions: carrier);

        await AssertConversationAsync(service);
    }

    private static async Task<Participant> AssertConversationAsync(RunningService service)
    {
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);
        var participant = await conference.WaitForParticipantAsync(Cancel);
        await Conversation.BothAreHeardAsync(call, conference, conference.Heard, Cancel);

        await call.HangUpAsync();
        await participant.Left.WaitAsync(Cancel);
        Assert.Equal("CallerHungUp", (await service.RecordAsync(Cancel)).Reason);
        return participant;
    }
}
