using DialIn.Media.Sdp;
using DialIn.Media.Srtp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Srtp;

/// <summary>Two sessions that talk to each other, over changes of key and of process.</summary>
[Rfc(4568, "7.1.4")]
public class SrtpSessionTests
{
    private static readonly CryptoSuite Suite = CryptoSuite.AesCm128Sha80;

    [Fact]
    public void Session_BothWays()
    {
        var (ours, theirs) = Pair(Suite, 1, 2);

        Assert.Equal(SrtpVerdict.Accepted, theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(1))));
        Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(1))));
    }

    [Fact]
    public void SameKeysAgain_GoOnWithTheirIndexes()
    {
        var (ours, theirs) = Pair(Suite, 1, 2);
        var first = ours.Protect(SrtpPackets.Rtp(0xFFFF));
        theirs.Unprotect(first);
        theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(0)));

        ours.Change(SrtpPackets.Keys(Suite, 1, 2));
        theirs.Change(SrtpPackets.Keys(Suite, 2, 1));

        Assert.Equal(SrtpVerdict.Accepted, theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(1))));
        Assert.Equal(SrtpVerdict.Replayed, theirs.Unprotect(first));
    }

    [Fact]
    public void NewKeys_NotOnePacketIsLost_WhileTheAnswerIsOnItsWay()
    {
        var (ours, theirs) = Pair(Suite, 1, 2);
        theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(1)));
        ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(1)));

        // We answer. Until the peer has read it, it sends with its old key, and takes ours.
        ours.Change(SrtpPackets.Keys(Suite, 11, 12));
        Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(2))));
        Assert.Equal(SrtpVerdict.Accepted, theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(2))));
        var late = theirs.Protect(SrtpPackets.Rtp(3));
        var lateOfOurs = ours.Protect(SrtpPackets.Rtp(3));

        // Now it has read it. What it then hears under our old key is still good, and so is what overtook.
        theirs.Change(SrtpPackets.Keys(Suite, 12, 11));
        Assert.Equal(SrtpVerdict.Accepted, theirs.Unprotect(lateOfOurs));
        for (ushort number = 4; number < 30; number++)
        {
            Assert.Equal(SrtpVerdict.Accepted, theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(number))));
            Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(number))));
        }

        Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(late));
    }

    [Fact]
    public void OldKey_EndsASecondAfterTheNewOneTookOver()
    {
        var (ours, theirs) = Pair(Suite, 1, 2);
        using var oldSender = new SrtpSender(SrtpPackets.Key(Suite, 2));
        ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(1)));
        ours.Change(SrtpPackets.Keys(Suite, 11, 12));
        theirs.Change(SrtpPackets.Keys(Suite, 12, 11));

        for (ushort number = 2; number < 100; number++)
        {
            theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(number)));
            ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(number)));
        }

        Assert.Equal(SrtpVerdict.Unauthentic, ours.Unprotect(oldSender.Protect(SrtpPackets.Rtp(101))));
    }

    [Fact]
    public void NewKey_IsUsedThoughThePeerSendsNothing()
    {
        var (ours, _) = Pair(Suite, 1, 2);
        ours.Change(SrtpPackets.Keys(Suite, 11, 12));
        using var receiver = new SrtpReceiver(SrtpPackets.Key(Suite, 11));

        var first = Enumerable.Range(1, 20).First(number => receiver.Unprotect(ours.Protect(SrtpPackets.Rtp((ushort)number)), out _) == SrtpVerdict.Accepted);

        Assert.Equal(11, first);
    }

    [Fact]
    public void NewKey_OfAnotherSuite_TakesOver()
    {
        var (ours, theirs) = Pair(Suite, 1, 2);
        ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(1)));
        ours.Change(SrtpPackets.Keys(CryptoSuite.AesGcm256, 11, 12));
        Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(2))));
        theirs.Change(SrtpPackets.Keys(CryptoSuite.AesGcm256, 12, 11));

        Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(3))));
        Assert.Equal(SrtpVerdict.Accepted, theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(1))));
        Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(4))));
    }

    [Theory]
    [Rfc(3711, "3.3.1")]
    [InlineData(0)] // most peers begin anew
    [InlineData(2)] // as RFC 3711 has it
    [InlineData(3)] // and it wraps in the change itself
    public void NewKey_RolloverCounterOfThePeer_IsFound(int rollover)
    {
        var (ours, theirs) = Pair(Suite, 1, 2);
        for (var number = 0; number <= 132_000; number += 1000)
        {
            ours.Unprotect(theirs.Protect(SrtpPackets.Rtp((ushort)number)));
        }

        ours.Change(SrtpPackets.Keys(Suite, 11, 12));
        var state = rollover == 0 ? null : new SrtpSenderState(SrtpIndex.Of((uint)rollover, 0x100), 1, 0);
        using var sender = new SrtpSender(SrtpPackets.Key(Suite, 12), state);

        Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(sender.Protect(SrtpPackets.Rtp(0x101))));
    }

    [Fact]
    public void State_ContinuesBothStreams_AndStillKnowsWhatCame()
    {
        var (ours, theirs) = Pair(Suite, 1, 2);
        theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(0xFFFF)));
        theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(0)));
        theirs.Protect(SrtpPackets.Rtp(0xFFFF));
        var came = theirs.Protect(SrtpPackets.Rtp(0));
        ours.Unprotect(came);

        using var rebuilt = new SrtpSession(SrtpPackets.Keys(Suite, 1, 2), ours.State);

        Assert.Equal(SrtpVerdict.Replayed, rebuilt.Unprotect(came));
        Assert.Equal(SrtpVerdict.Accepted, rebuilt.Unprotect(theirs.Protect(SrtpPackets.Rtp(1))));
        Assert.Empty(rebuilt.Protect(SrtpPackets.Rtp(0)));
        Assert.Equal(SrtpVerdict.Accepted, theirs.Unprotect(rebuilt.Protect(SrtpPackets.Rtp(1))));
    }

    [Fact]
    public void OfferTakenBack_BringsBackTheOldKeys_AndTheirIndexesGoOn()
    {
        var (ours, theirs) = Pair(Suite, 1, 2);
        var first = theirs.Protect(SrtpPackets.Rtp(1));
        ours.Unprotect(first);
        theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(1)));
        ours.Change(SrtpPackets.Keys(Suite, 11, 12));
        for (ushort number = 2; number < 20; number++)
        {
            ours.Protect(SrtpPackets.Rtp(number));
        }

        ours.Change(SrtpPackets.Keys(Suite, 1, 2));
        for (ushort number = 20; number < 40; number++)
        {
            ours.Protect(SrtpPackets.Rtp(number));
        }

        Assert.Equal(SrtpVerdict.Replayed, ours.Unprotect(first));
        Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(theirs.Protect(SrtpPackets.Rtp(2))));
        Assert.Empty(ours.Protect(SrtpPackets.Rtp(1))); // used under this key
        Assert.Equal(SrtpVerdict.Accepted, theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(40))));
    }

    [Fact]
    public void OfferTakenBackAtOnce_LeavesOurKeyAsItWas()
    {
        var (ours, theirs) = Pair(Suite, 1, 2);
        theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(1)));
        ours.Change(SrtpPackets.Keys(Suite, 11, 12));
        theirs.Unprotect(ours.Protect(SrtpPackets.Rtp(2)));
        ours.Change(SrtpPackets.Keys(Suite, 1, 2));

        Assert.All(Enumerable.Range(3, 30), number => Assert.Equal(SrtpVerdict.Accepted, theirs.Unprotect(ours.Protect(SrtpPackets.Rtp((ushort)number)))));
    }

    [Fact]
    public void NewKey_IsUsedByReportsToo_ThoughNoAudioIsSentOnHold()
    {
        var (ours, _) = Pair(Suite, 1, 2);
        ours.Change(SrtpPackets.Keys(Suite, 11, 12));
        using var receiver = new SrtpReceiver(SrtpPackets.Key(Suite, 11));

        Assert.Equal(SrtpVerdict.Unauthentic, receiver.UnprotectRtcp(ours.ProtectRtcp(SrtpPackets.Rtcp()), out _)); // the answer may be on its way yet
        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtcp(ours.ProtectRtcp(SrtpPackets.Rtcp()), out _));
    }

    [Fact]
    public void NewKey_IsUsedOnceAReportOfThePeerHasItsNewOne()
    {
        var (ours, _) = Pair(Suite, 1, 2);
        ours.Change(SrtpPackets.Keys(Suite, 11, 12));
        using var sender = new SrtpSender(SrtpPackets.Key(Suite, 12));
        using var receiver = new SrtpReceiver(SrtpPackets.Key(Suite, 11));

        Assert.Equal(SrtpVerdict.Accepted, ours.UnprotectRtcp(sender.ProtectRtcp(SrtpPackets.Rtcp())));

        Assert.Equal(SrtpVerdict.Accepted, receiver.Unprotect(ours.Protect(SrtpPackets.Rtp(1)), out _));
    }

    [Fact]
    public void OffersTakenBackTwice_OurOldKeyGoesOnWithItsIndexes()
    {
        var (ours, _) = Pair(Suite, 1, 2);
        ours.Protect(SrtpPackets.Rtp(1));
        var report = ours.ProtectRtcp(SrtpPackets.Rtcp());
        ours.Change(SrtpPackets.Keys(Suite, 11, 12));
        for (ushort number = 2; number < 20; number++)
        {
            ours.Protect(SrtpPackets.Rtp(number));
        }

        ours.Change(SrtpPackets.Keys(Suite, 1, 2));
        ours.Change(SrtpPackets.Keys(Suite, 21, 22));
        ours.Change(SrtpPackets.Keys(Suite, 1, 2));
        for (ushort number = 20; number < 40; number++)
        {
            ours.Protect(SrtpPackets.Rtp(number));
        }

        Assert.Empty(ours.Protect(SrtpPackets.Rtp(1))); // used under this key
        Assert.NotEqual(report, ours.ProtectRtcp(SrtpPackets.Rtcp()));
    }

    [Fact]
    [Rfc(3711, "3.3.1")]
    public void RolloverCounterOfThePeer_IsFound_AfterTwoChangesWithoutAPacketBetween_AndInAnotherProcess()
    {
        var (ours, theirs) = Pair(Suite, 1, 2);
        for (var number = 0; number <= 140_000; number += 1000)
        {
            ours.Unprotect(theirs.Protect(SrtpPackets.Rtp((ushort)number)));
        }

        using var rebuilt = new SrtpSession(SrtpPackets.Keys(Suite, 1, 2), ours.State);
        foreach (var session in (SrtpSession[])[ours, rebuilt])
        {
            session.Change(SrtpPackets.Keys(Suite, 11, 12));
            session.Change(SrtpPackets.Keys(Suite, 21, 22));
            using var sender = new SrtpSender(SrtpPackets.Key(Suite, 22), new SrtpSenderState(SrtpIndex.Of(2, 0x3000), 1, 0));

            Assert.Equal(SrtpVerdict.Accepted, session.Unprotect(sender.Protect(SrtpPackets.Rtp(0x3001))));
        }
    }

    [Fact]
    public void SourceThatComesBack_AfterMusicOfManySources_IsStillKnown()
    {
        var (ours, _) = Pair(Suite, 1, 2);
        using var caller = new SrtpSender(SrtpPackets.Key(Suite, 2));
        using var music = new SrtpSender(SrtpPackets.Key(Suite, 2));
        var first = caller.Protect(SrtpPackets.Rtp(0));
        ours.Unprotect(first);
        for (var number = 1000; number < 200_000; number += 1000)
        {
            ours.Unprotect(caller.Protect(SrtpPackets.Rtp((ushort)number)));
        }

        for (ushort hold = 1; hold < 10; hold++)
        {
            Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(music.Protect(SrtpPackets.Rtp(hold, ssrc: hold))));
            Assert.Equal(SrtpVerdict.Accepted, ours.Unprotect(caller.Protect(SrtpPackets.Rtp((ushort)(199_000 + hold)))));
        }

        Assert.Equal(SrtpVerdict.Replayed, ours.Unprotect(first));
    }

    [Fact]
    public void Keys_NeverPrint()
    {
        var key = MasterKey.Generate(Suite);
        var keys = new SrtpKeys(1, key, MasterKey.Generate(Suite));

        Assert.DoesNotContain(key.Reveal(), $"{key} {keys}", StringComparison.Ordinal);
        Assert.Equal("****", key.ToString());
        using var derived = SrtpKeyDerivation.Derive(key, rtcp: false);
        Assert.Equal("****", derived.ToString());
    }

    private static (SrtpSession Ours, SrtpSession Theirs) Pair(CryptoSuite suite, byte ours, byte theirs) =>
        (new SrtpSession(SrtpPackets.Keys(suite, ours, theirs)), new SrtpSession(SrtpPackets.Keys(suite, theirs, ours)));
}
