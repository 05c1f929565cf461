using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

public class TrunkWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly RegistrationStatus Registered = new(RegistrationState.Registered, Noon, Noon.AddMinutes(20), null, []) { ConfirmedAt = Noon.AddMinutes(10) };

    [Fact]
    public void Registered_NamesSinceConfirmedAndUntil() => Assert.Equal(
        "registered since 2026-01-01 12:00:00Z, last confirmed at 2026-01-01 12:10:00Z, until 2026-01-01 12:20:00Z unless refreshed", TrunkWords.Of(Registered, Noon.AddMinutes(15)));

    [Fact]
    public void RefreshFailed_SaysThatTheBindingStillHolds() => Assert.Equal(
        "still registered until 2026-01-01 12:20:00Z, but the refresh failed: 408 Request Timeout (nobody answers: see Registrar, OutboundProxy, and the firewall); "
        + "next try at 2026-01-01 12:16:00Z",
        TrunkWords.Of(Failed(RegistrationState.Failing, 408, "408 Request Timeout") with { ExpiresAt = Noon.AddMinutes(20) }, Noon.AddMinutes(15)));

    [Fact]
    public void BindingThatRanOut_IsNotSaidToHold()
    {
        Assert.Equal("the binding ran out at 2026-01-01 12:20:00Z and was not refreshed", TrunkWords.Of(Registered, Noon.AddMinutes(20)));
        Assert.StartsWith(
            "not registered: 408",
            TrunkWords.Of(Failed(RegistrationState.Failing, 408, "408 Request Timeout") with { ExpiresAt = Noon.AddMinutes(20) }, Noon.AddMinutes(21)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_SaysWhatToLookAt() => Assert.Equal(
        "not registered: 401 Unauthorized (the user name or the password is wrong, or the realm is another than Realm); next try at 2026-01-01 12:16:00Z",
        TrunkWords.Of(Failed(RegistrationState.Refused, 401, "401 Unauthorized"), Noon));

    [Fact]
    public void Explanations_NameAnOptionOrACause_ForEachStatus() =>
        Assert.All(Enumerable.Range(200, 500), static status => Assert.InRange(TrunkWords.Explain(status).Length, 15, 100));

    [Fact]
    public void Status_ShowsWhatTheRegistrarSaid()
    {
        var status = TrunkStatus.Of(
            new TrunkAccount("sipgate", "north", "1001", "1001", null),
            Registered with
            {
                Target = new SipEndPoint(SipProtocol.Udp, IPEndPoint.Parse("192.0.2.2:5060")),
                Contact = SipUri.Parse("sip:1001@203.0.113.7:40001"),
                SeenAs = IPEndPoint.Parse("203.0.113.7:40001"),
                Facts = new RegistrarFacts(
                    [new NameAddress(SipUri.Parse("sip:edge.example;lr"))], [new NameAddress(SipUri.Parse("sip:path.example;lr"))], [SipUri.Parse("tel:+4961511234567")]),
                Security = SecurityAgreement.Mediasec with { Server = ["sdes-srtp;mediasec"] },
            },
            "carrier.example",
            Noon);

        Assert.Equal(("sipgate", "north", "Register", "Registered"), (status.Name, status.Account, status.Mode, status.State));
        Assert.Equal(("udp:192.0.2.2:5060", "sip:1001@203.0.113.7:40001", "203.0.113.7:40001", "carrier.example"), (status.Registrar, status.Contact, status.SeenAs, status.Realm));
        Assert.Equal(
            ["sip:edge.example;lr", "sip:path.example;lr", "tel:+4961511234567", "sdes-srtp;mediasec"],
            [.. status.ServiceRoute, .. status.Path, .. status.AssociatedUris, .. status.SecurityAgreement]);
    }

    private static RegistrationStatus Failed(RegistrationState state, int code, string text) =>
        new(state, null, null, text, []) { LastStatus = code, NextAttemptAt = Noon.AddMinutes(16) };
}
