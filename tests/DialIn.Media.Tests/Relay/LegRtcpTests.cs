using System.Buffers.Binary;
using System.Net;
using DialIn.Media.Relay;
using DialIn.Media.Rtcp;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;
using DialIn.Media.Tests.Srtp;

namespace DialIn.Media.Tests.Relay;

public class LegRtcpTests
{
    private static readonly SocketPeer OtherPort = LegHarness.Remote with { Port = 61_235 };

    private readonly LegHarness _leg = new();
    private readonly SourceStream _source = new();

    [Fact]
    public void Reports_BeginSoon_AndComeEveryFewSeconds()
    {
        _leg.Started();
        Exchange(60_000);

        Assert.InRange(_leg.Reports.Count, 60 / 6, 60 / 3);
        Assert.All(_leg.Reports, report => Assert.Equal(LegHarness.RemoteRtcp, report.To));
        Assert.All(_leg.Reports, report => Assert.Equal("SenderReport SourceDescription", report.Types));
        Assert.Equal(_leg.Reports.Count, _leg.Path.Statistics.Rtcp.Sent);
    }

    [Fact]
    public void SenderReport_CountsWhatWasSent_AndNamesTheStreamsClock()
    {
        _leg.Started();
        Exchange(20_000);

        var (first, last) = (_leg.Reports[0], _leg.Reports[^1]);
        Assert.Equal(0xBEEFu, first.Ssrc);
        Assert.Equal(first.Sent.PacketCount * 160, first.Sent.OctetCount);

        // NTP and RTP timestamps advance together: RFC 3550 §6.4.1 has them name the same instant.
        var seconds = (last.Sent.NtpTimestamp - first.Sent.NtpTimestamp) / Math.Pow(2, 32);
        Assert.Equal(seconds * 8000, last.Sent.RtpTimestamp - first.Sent.RtpTimestamp, 1.0);
        Assert.Equal(seconds * 50, last.Sent.PacketCount - first.Sent.PacketCount, 1.0);

        // Elapsed time, and no clock of the machine.
        Assert.InRange(last.Sent.NtpTimestamp >> 32, 1u, 25u);
    }

    [Fact]
    public void ReportBlock_SaysWhatWasLost()
    {
        _leg.Started();
        Exchange(4000);
        _leg.Reports.Clear();
        for (var i = 0; i < 500; i++)
        {
            var packet = _source.Audio();
            if (i % 4 != 0)
            {
                _leg.Receive(packet);
            }

            _leg.Run(1);
        }

        var block = _leg.Reports[^1].Received;
        Assert.Equal(0x1111u, block.Ssrc);
        Assert.InRange((int)block.FractionLost, 60, 67); // a quarter of 256
        Assert.InRange(block.CumulativeLost, 20, 125);
    }

    [Fact]
    public void NothingReceived_NothingIsReported()
    {
        _leg.Started().Run(500);

        Assert.NotEmpty(_leg.Reports);
        Assert.All(_leg.Reports, report => Assert.Null(report.Digest.OfOurs));
    }

    [Fact]
    public void RoundTrip_IsMeasured_OnBothSides()
    {
        _leg.Started();
        Exchange(4000);
        var sent = _leg.Reports[^1].Sent;

        // The peer has it for 250 ms; the way there and back takes 60 ms.
        var sentAt = _leg.Now;
        ReportFromPeer(NtpTime.Compact(sent.NtpTimestamp), _leg.Now - sentAt, at: 310);
        Assert.NotNull(_leg.Path.Rtcp.RoundTrip.Last);

        // And the other way round: our next report names the peer's SR, and how long we had it.
        var heardAt = _leg.Now;
        _leg.Reports.Clear();
        Exchange(7000);
        var block = _leg.Reports[0].Received;
        Assert.Equal(0x0063_8000u, block.LastSenderReport);
        Assert.InRange(NtpTime.ToTimeSpan(block.DelaySinceLastSenderReport), TimeSpan.FromMilliseconds(20), _leg.Now - heardAt);
    }

    [Fact]
    public void RoundTrip_IsTheTimeLessThePeersDelay()
    {
        _leg.Started();
        Exchange(4000);
        var report = _leg.Reports[^1].Sent;
        var age = _leg.Now - TimeSpan.FromSeconds(50) + TimeSpan.FromSeconds(1) - NtpTime.ToTimeSpan(NtpTime.Compact(report.NtpTimestamp));

        ReportFromPeer(NtpTime.Compact(report.NtpTimestamp), age - TimeSpan.FromMilliseconds(60), at: 0);

        Assert.Equal(60, _leg.Path.Rtcp.RoundTrip.Last!.Value.TotalMilliseconds, 0.1);
    }

    [Fact]
    public void RoundTrip_IsCountedFromTheMomentTheReportLeft_NotFromItsDeadline()
    {
        _leg.Path.Rtcp.Clock = () => _leg.Now + TimeSpan.FromMilliseconds(300); // the loop was held up
        _leg.Started();
        Exchange(4000);
        var sent = _leg.Reports[^1].Sent.NtpTimestamp;
        var plain = new LegHarness().Started();
        plain.Run(200);

        Assert.Equal(plain.Reports[^1].Sent.NtpTimestamp / Math.Pow(2, 32) + 0.3, sent / Math.Pow(2, 32), 0.001);
    }

    [Fact]
    public void Hold_ReportsGoOn_AsReceiverReports()
    {
        _leg.Started();
        Exchange(4000);
        _leg.Started(LegHarness.Negotiated(direction: Direction.ReceiveOnly));
        _leg.Reports.Clear();
        Exchange(60_000);

        Assert.InRange(_leg.Reports.Count, 60 / 6, 60 / 3);
        Assert.Equal("ReceiverReport SourceDescription", _leg.Reports[^1].Types);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hold_ByTheNullAddress_NothingIsSent(bool isMux)
    {
        var (talking, held) = (LegHarness.Negotiated(), LegHarness.Negotiated(remote: "0.0.0.0:4000"));
        talking = isMux ? talking with { RtcpMux = true, RemoteRtcp = talking.RemoteRtp } : talking;
        held = isMux ? held with { RtcpMux = true, RemoteRtcp = held.RemoteRtp } : held;
        _leg.Started(talking);
        Exchange(4000);
        _leg.ReceiveRtcp(Compound("80C90001 00001111"), OtherPort); // the peer's RTCP comes from a port of its own
        _leg.Started(held);
        _leg.Reports.Clear();
        _leg.Run(3000);
        Assert.Empty(_leg.Reports);

        _leg.Started(talking);
        _leg.Run(500);
        Assert.NotEmpty(_leg.Reports);
    }

    [Fact]
    public void Close_SaysGoodbye_ButNotToWhomNothingWasSent()
    {
        _leg.Path.Close(_leg.Now);
        Assert.Empty(_leg.Reports);

        var leg = new LegHarness().Started();
        leg.Run(1);
        leg.Path.Close(leg.Now);
        leg.Path.Close(leg.Now);
        Assert.Equal("SenderReport SourceDescription Goodbye", Assert.Single(leg.Reports).Types);
    }

    [Fact]
    public void Close_AfterTheCallWasHandedOver_SaysNothing_AndTheOtherProcessGoesOn()
    {
        _leg.Started();
        Exchange(10_000);
        var before = _leg.Reports[^1];
        var state = _leg.Path.Snapshot(20_000, _leg.Now).Rtcp!;
        _leg.Path.Close(_leg.Now);
        Assert.Same(before, _leg.Reports[^1]);

        var next = new LegHarness { Now = TimeSpan.FromSeconds(3) };
        next.Path.Restore(state, next.Now);
        next.Started().Run(500);
        var after = next.Reports[0];
        Assert.Equal((before.Name, before.Ssrc), (after.Name, after.Ssrc));
        Assert.True(after.Sent.PacketCount > before.Sent.PacketCount && after.Sent.NtpTimestamp > before.Sent.NtpTimestamp);
    }

    [Fact]
    public void Legs_HaveIdentitiesOfTheirOwn()
    {
        var other = new LegHarness(stream: new RtpRewriter(0xF00D, 1, 1)).Started();
        _leg.Started().Run(300);
        other.Run(300);

        Assert.NotEqual(_leg.Reports[0].Name, other.Reports[0].Name);
        Assert.Equal(16, other.Reports[0].Name.Length);
        Assert.Equal((0xBEEFu, 0xF00Du), (_leg.Reports[0].Ssrc, other.Reports[0].Ssrc));
    }

    [Fact]
    public void Strangers_AreCounted_AndBelieved_InNothing()
    {
        _leg.Started();
        Exchange(4000);
        var report = Compound("81C90007 00001111 0000BEEF 00000000 00000000 00000000 00000000 00000000");
        _leg.ReceiveRtcp(report, LegHarness.Stranger);
        _leg.ReceiveRtcp(Compound("81C90007 0000CAFE 0000BEEF 00000000 00000000 00000000 00000000 00000000"), OtherPort); // another stream of the same host
        Assert.Null(_leg.Path.Rtcp.PeerReport);
        Assert.Equal(2, _leg.Path.Statistics.Rtcp.Strangers);

        _leg.ReceiveRtcp(report);
        Assert.NotNull(_leg.Path.Rtcp.PeerReport);
        _leg.ReceiveRtcp([1, 2, 3]);
        Assert.Equal((1L, 1L), (_leg.Path.Statistics.Rtcp.Received, _leg.Path.Statistics.Rtcp.Malformed));
    }

    [Fact]
    public void BehindNat_ReportsGoWhereTheyComeFrom_AndNowhereBefore()
    {
        _leg.Started();
        var (rtp, rtcp) = (LegHarness.Stranger, LegHarness.Stranger with { Port = 50_123 });
        for (var i = 0; i < 500; i++)
        {
            _leg.Receive(_source.Audio(), rtp);
            _leg.Run(1);
        }

        Assert.Equal(rtp.ToEndPoint(), _leg.Path.Statistics.Source);
        var blind = _leg.Reports.Count;
        Assert.All(_leg.Reports, report => Assert.Equal(LegHarness.RemoteRtcp, report.To)); // before the latch

        _leg.ReceiveRtcp(Compound("80C90001 0000CAFE"), rtcp);
        _leg.Run(500);
        Assert.Equal(blind, _leg.Reports.Count);

        _leg.ReceiveRtcp(Compound("80C90001 00001111"), rtcp);
        _leg.Run(500);
        Assert.All(_leg.Reports.Skip(blind), report => Assert.Equal(rtcp, report.To));
        Assert.True(_leg.Reports.Count > blind);
    }

    [Fact]
    public void Connected_TakesTheNegotiatedAddressAlone()
    {
        var leg = new LegHarness(connected: true).Started();
        leg.Receive(_source.Audio());
        leg.ReceiveRtcp(Compound("80C90001 00001111"), OtherPort);
        Assert.Equal((0L, 1L), (leg.Path.Statistics.Rtcp.Received, leg.Path.Statistics.Rtcp.Strangers));

        leg.ReceiveRtcp(Compound("80C90001 00001111"));
        Assert.Equal(1, leg.Path.Statistics.Rtcp.Received);
    }

    [Fact]
    public void SharedPort_BothWays()
    {
        _leg.Started(LegHarness.Negotiated() with { RtcpMux = true, RemoteRtcp = IPEndPoint.Parse("192.0.2.10:4000") });
        Exchange(10_000);
        Assert.All(_leg.Reports, report => Assert.True(report.IsMux));
        Assert.Equal(LegHarness.Remote, _leg.Reports[^1].To);

        var received = _leg.Path.Statistics.Received;
        _leg.Receive(Compound("80C90001 00001111"));
        _leg.Receive(Compound("80C90001 00001111"), LegHarness.Stranger);
        _leg.ReceiveRtcp(Compound("80C90001 00001111")); // that port is not in use any more
        Assert.Equal((1L, 2L), (_leg.Path.Statistics.Rtcp.Received, _leg.Path.Statistics.Rtcp.Strangers));
        Assert.Equal((received, 0L), (_leg.Path.Statistics.Received, _leg.Path.Statistics.Malformed));
    }

    [Theory]
    [InlineData(false, 0, 1)]
    [InlineData(true, 1, 0)]
    public void ReducedSize_OnlyIfAgreed(bool agreed, long received, long malformed)
    {
        _leg.Started(LegHarness.Negotiated() with { RtcpReducedSize = agreed });
        Exchange(200);
        _leg.ReceiveRtcp(Compound("80CF0001 00001111"));

        Assert.Equal((received, malformed), (_leg.Path.Statistics.Rtcp.Received, _leg.Path.Statistics.Rtcp.Malformed));
    }

    [Fact]
    public void GoodbyeOfThePeer_EndsNothing()
    {
        _leg.Started();
        Exchange(1000);
        _leg.ReceiveRtcp(Compound("80C90001 00001111 81CB0001 00001111"));
        _leg.Sent.Clear();
        Exchange(1000);

        Assert.Equal(50, _leg.Sent.Count);
        Assert.Single(_leg.Events); // MediaStarted
    }

    [Fact]
    public void Encrypted_NothingGoesOutInTheClear_AndNothingClearIsRead()
    {
        var keys = SrtpPackets.Keys(CryptoSuite.AesCm128Sha80, 1, 2);
        using var theirs = new SrtpSession(new SrtpKeys(1, keys.Remote, keys.Local));
        _leg.Started(LegHarness.Negotiated() with { Srtp = keys });
        Exchange(4000);

        Span<byte> plain = stackalloc byte[200];
        Assert.Equal(SrtpVerdict.Accepted, theirs.UnprotectRtcp(Compound(_leg.Reports[0].Types), plain, out var length));
        var report = SentReport.Read(plain[..length], _leg.Reports[0].To, isMux: false);
        Assert.Equal("SenderReport SourceDescription", report.Types);

        var clear = Compound("81C90007 00001111 0000BEEF 00000000 00000000 00000000 00000000 00000000");
        _leg.ReceiveRtcp(clear);
        Assert.Equal((0L, 1L), (_leg.Path.Statistics.Rtcp.Received, _leg.Path.Statistics.Rtcp.Malformed));

        Span<byte> sealedReport = stackalloc byte[100];
        clear.CopyTo(sealedReport);
        _leg.ReceiveRtcp(sealedReport[..theirs.ProtectRtcp(sealedReport, clear.Length)].ToArray());
        Assert.Equal(0xBEEFu, _leg.Path.Rtcp.PeerReport?.Ssrc);
    }

    private static byte[] Compound(string hex) => Rtcp.Hex.Bytes(hex);

    // The peer's SR: it saw our report, and had it for so long.
    private void ReportFromPeer(uint lastReport, TimeSpan delay, int at)
    {
        _leg.Now += TimeSpan.FromMilliseconds(at);
        var report = Compound("81C8000C 00001111 00000063 80000000 00001F40 00000032 00001F40 0000BEEF 00000000 00000000 00000000 00000000 00000000");
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(44), lastReport);
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(48), NtpTime.CompactDuration(delay));
        _leg.ReceiveRtcp(report);
    }

    private void Exchange(int milliseconds)
    {
        for (var i = 0; i < milliseconds / 20; i++)
        {
            _leg.Receive(_source.Audio());
            _leg.Run(1);
        }
    }
}
