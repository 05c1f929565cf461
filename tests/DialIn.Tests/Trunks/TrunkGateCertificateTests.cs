using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Trunks;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.Trunks;

/// <summary>Who comes in by a certificate.</summary>
public sealed class TrunkGateCertificateTests : IDisposable
{
    private static readonly SipEndPoint Local = new(SipProtocol.Tls, IPEndPoint.Parse("192.0.2.1:5061"));
    private static readonly IPEndPoint Stranger = IPEndPoint.Parse("198.51.100.7:40000");
    private static readonly PeerIdentity Carrier = new(["carrier.example"], ["carrier"]);

    private readonly List<IDisposable> _made = [];

    public void Dispose() => _made.ForEach(made => made.Dispose());

    [Fact]
    public void Stranger_MayShakeHands_OnlyWhereACertificateCouldMakeItATrunk()
    {
        Assert.False(Gate(knowsCertificates: false).Admit(SipProtocol.Tls, Stranger));
        Assert.True(Gate(knowsCertificates: true).Admit(SipProtocol.Tls, Stranger));
        Assert.False(Gate(knowsCertificates: true).Admit(SipProtocol.Tcp, Stranger));
        Assert.False(Gate(knowsCertificates: true).Admit(SipProtocol.Udp, Stranger));
    }

    [Fact]
    public void Connection_OfAStranger_IsAdmittedWithAKnownCertificateAlone()
    {
        var gate = Gate(knowsCertificates: true);

        Assert.True(gate.Admit(Flow(Stranger, Carrier)));
        Assert.False(gate.Admit(Flow(Stranger, null)));
        Assert.False(gate.Admit(Flow(Stranger, Carrier with { KnownAs = [] })));
        Assert.True(gate.Admit(Flow(IPEndPoint.Parse("203.0.113.9:5061"), null)));
    }

    [Fact]
    public void Call_OfAKnownCertificate_EntersAsItsTrunk_WhateverItsAddress()
    {
        var gate = Gate(knowsCertificates: true);
        var invite = new SipRequest(SipMethod.Invite, SipUri.Parse("sip:+4961511234567@192.0.2.1"), SipHeaders.Empty
            .WithAdded(HeaderNames.From, "<sip:+4915112345678@carrier.example>;tag=1").WithAdded(HeaderNames.To, "<sip:+4961511234567@192.0.2.1>"));

        Assert.Equal(new EntryDecision.Enter("carrier"), gate.Decide(invite, Flow(Stranger, Carrier)));
        Assert.Equal(new EntryDecision.Enter("carrier"), gate.Decide(invite, Flow(IPEndPoint.Parse("203.0.113.9:5061"), Carrier)));
        Assert.IsType<EntryDecision.Ignore>(gate.Decide(invite, Flow(Stranger, null)));
        Assert.True(gate.IsTrusted(Flow(Stranger, Carrier)));
        Assert.False(gate.IsTrusted(Flow(Stranger, null)));
    }

    private static Flow Flow(IPEndPoint source, PeerIdentity? peer) => new(Local, new SipEndPoint(SipProtocol.Tls, source), 1, peer);

    private TrunkGate Gate(bool knowsCertificates)
    {
        TrunkOptions[] trunks = [new TrunkOptions { Name = "known" }, new TrunkOptions { Name = "carrier", CertificateNames = knowsCertificates ? ["carrier.example"] : [] }];
        var sources = new TrunkSources();
        sources.Set(SourceKind.Trunk, "known", [IPAddress.Parse("203.0.113.9")]);
        var secrets = Keep(new PasswordFileSecrets(trunks, Path.GetTempPath(), TimeProvider.System));
        var credentials = Keep(new IncomingCredentials(trunks, secrets));
        var summary = Keep(new TrafficSummary(TimeProvider.System, NullLogger<TrafficSummary>.Instance));
        var entry = new TrunkEntry(trunks, sources, StrangerPolicy.Ignore, credentials, new CallRates(trunks, 200, TimeProvider.System), summary, TimeProvider.System);
        return new TrunkGate([new PhoneNumberOptions { Number = "+4961511234567" }], trunks, entry, summary, NullLogger<TrunkGate>.Instance);
    }

    private T Keep<T>(T made)
        where T : IDisposable
    {
        _made.Add(made);
        return made;
    }
}
