using DialIn.Media.Sdp;
using DialIn.Media.Srtp;

namespace DialIn.Media.Tests.Srtp;

/// <summary>What we protect opens libsrtp, and what it protects we open: every suite, both protocols, over a wrap.</summary>
public class LibsrtpTests
{
    public static TheoryData<string> Suites => SrtpStreamTests.Suites;

    [Theory]
    [MemberData(nameof(Suites))]
    public void OurPackets_AreOpenedByLibsrtp(string name)
    {
        var key = SrtpPackets.Key(CryptoSuite.Find(name)!);
        using var ours = new SrtpSender(key);
        using var theirs = new Libsrtp(key, sends: false);

        for (var number = 65_500; number < 65_600; number++)
        {
            var packet = SrtpPackets.Rtp((ushort)number);
            Assert.Equal(packet, theirs.Unprotect(ours.Protect(packet)));
            var report = SrtpPackets.Rtcp();
            Assert.Equal(report, theirs.UnprotectRtcp(ours.ProtectRtcp(report)));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void PacketsOfLibsrtp_AreOpenedByUs(string name)
    {
        var key = SrtpPackets.Key(CryptoSuite.Find(name)!);
        using var ours = new SrtpReceiver(key);
        using var theirs = new Libsrtp(key, sends: true);

        for (var number = 65_500; number < 65_600; number++)
        {
            var packet = SrtpPackets.Rtp((ushort)number);
            Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(theirs.Protect(packet), out var opened));
            Assert.Equal(packet, opened);
            var report = SrtpPackets.Rtcp();
            Assert.Equal(SrtpVerdict.Accepted, ours.UnprotectRtcp(theirs.ProtectRtcp(report), out opened));
            Assert.Equal(report, opened);
        }

        Assert.Equal(1u, ours.Rollover);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void PacketsOfAnotherKey_NobodyOpens(string name)
    {
        var suite = CryptoSuite.Find(name)!;
        using var ours = new SrtpSender(SrtpPackets.Key(suite, first: 1));
        using var theirs = new Libsrtp(SrtpPackets.Key(suite, first: 2), sends: false);

        Assert.Empty(theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(1))));
        Assert.Empty(theirs.UnprotectRtcp(ours.ProtectRtcp(SrtpPackets.Rtcp())));
    }
}
