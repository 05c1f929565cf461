using DialIn.Calls;
using DialIn.Media.Codecs;

namespace DialIn.Tests.Calls;

/// <summary>Both legs in one codec where that can be had, and a call that goes on where it cannot. The caller speaks G722.</summary>
public class CallMachineCodecTests
{
    private static readonly TrunkOfferReceived Change = new(IsHold: false, AudioCodec.Pcmu);

    [Theory]
    [InlineData(415)]
    [InlineData(488)]
    [InlineData(606)]
    public void ServerThatRefusesTheCodec_IsDialledInAnother_AndTheCallerSideIsAskedForIt(int status)
    {
        var call = CallScript.Joining();

        Assert.Equal(["dial 71001@bbb1 in PCMA", "set ConferenceAnswer 10"], call.EndConference(LegEndCause.Rejected, status));
        Assert.IsType<Joining>(call.State.Phase);
        Assert.Equal("ask trunk for PCMA", call.Answer()[^1]);
        Assert.Empty(call.Send(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: true)));
        Assert.Equal(AudioCodec.Pcma, call.State.Codecs.Trunk);
        Assert.Equal(AudioCodec.Pcma, call.State.Conference!.Codec);
    }

    [Fact]
    public void CarrierThatRefusesAsWell_IsNotAskedAgain_AndTheCallGoesOn()
    {
        var call = InTheMeetingIn(AudioCodec.Pcma);

        Assert.Empty(call.Send(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: false)));
        Assert.IsType<Joined>(call.State.Phase);
        Assert.Equal(AudioCodec.G722, call.State.Codecs.Trunk);
        Assert.Equal(["answer offer"], call.Send(new TrunkOfferReceived(IsHold: false)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CarrierWhoseAnswerHolds_IsParted_UntilItsNextOffer(bool isAccepted)
    {
        var call = InTheMeetingIn(AudioCodec.Pcma);

        Assert.Equal(["answer offer"], call.Send(new TrunkCodecChanged(AudioCodec.Pcma, isAccepted, IsHold: true)));
        Assert.True(call.State.IsOnHold);
        Assert.Equal("answer offer", call.Send(new TrunkOfferReceived(IsHold: false))[0]);
        Assert.False(call.State.IsOnHold);
    }

    [Fact]
    public void CarrierThatChangesItsCodec_WhileAServerWithoutItIsDialled_CausesNoSecondCall()
    {
        var call = CallScript.Joining(Servers(AudioCodec.Pcma));

        Assert.Equal(["answer offer"], call.Send(Change));
        Assert.Equal(AudioCodec.Pcma, call.State.Conference!.Codec);
    }

    [Fact]
    public void ServerThatRefusesThemAll_IsARefusal_AndTheNextTryBeginsAnew()
    {
        var call = CallScript.Joining();
        call.EndConference(LegEndCause.Rejected, 488);
        Assert.Equal("dial 71001@bbb1 in PCMU", call.EndConference(LegEndCause.Rejected, 488)[0]);

        Assert.Contains("ask for room-1, lost on bbb1", call.EndConference(LegEndCause.Rejected, 488));
        Assert.IsType<Reconnecting>(call.State.Phase);
        Assert.Contains("dial 72002@bbb1", call.DirectorySays(CallScript.Meeting("bbb1", "72002", 2)));
    }

    [Fact]
    public void RefusalForAnotherReason_IsNoneOfTheCodec()
    {
        var call = CallScript.Joining();

        Assert.DoesNotContain(call.EndConference(LegEndCause.Rejected, 404), line => line.StartsWith("dial", StringComparison.Ordinal));
    }

    [Fact]
    public void RefusalOfTheEncryption_IsNoneOfTheCodec_NowAndAtTheNextTry()
    {
        var call = CallScript.Joining();

        Assert.Contains("ask for room-1, lost on bbb1", call.Send(new ConferenceEnded(call.State.Conference!.Number, LegEndCause.Rejected, 488) { IsOfEncryption = true }));
        Assert.Contains("dial 72002@bbb1", call.DirectorySays(CallScript.Meeting("bbb1", "72002", 2))); // in the caller's codec
    }

    [Fact]
    public void WhatAServerRefused_IsKnownAtTheNextTry_AndSaysNothingOfOtherServers()
    {
        var call = InTheMeetingIn(AudioCodec.Pcma);
        call.Send(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: false));

        Assert.Contains("dial 71002@bbb1 in PCMA", call.Start(CallScript.Meeting("bbb1", "71002", 2)));
        Assert.Contains("dial 71003@bbb2", call.Start(CallScript.Meeting("bbb2", "71003", 3)));
    }

    [Fact]
    public void ServerWhoseOptionHasNotTheCodec_IsNeverOfferedIt()
    {
        var call = CallScript.LookingUp(Servers(AudioCodec.Pcmu, AudioCodec.Pcma));

        // PCMA was in the caller's offer, so the carrier is likely to take it.
        Assert.Contains("dial 71001@bbb1 in PCMA", call.Find(CallScript.Meeting()));
        Assert.Equal("ask trunk for PCMA", call.Answer()[^1]);
    }

    [Fact]
    public void TrunkWhoseOptionHasNotTheCodec_IsNeverAskedForIt()
    {
        var call = CallScript.LookingUp(settings => Servers(AudioCodec.Pcma)(settings) with { TrunkCodecs = [AudioCodec.G722] });
        call.Find(CallScript.Meeting());

        Assert.DoesNotContain(call.Answer(), line => line.StartsWith("ask trunk", StringComparison.Ordinal));
        Assert.IsType<Joined>(call.State.Phase);
    }

    [Fact]
    public void CallerHangsUpWhileTheCarrierIsAsked_EndsTheCall()
    {
        var call = InTheMeetingIn(AudioCodec.Pcma);

        Assert.Contains("end conference", call.Send(new TrunkEnded(LegEndCause.RemoteBye)));
        Assert.IsType<Ended>(call.State.Phase);
        Assert.Empty(call.Send(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: true)));
    }

    [Fact]
    public void MeetingEndsWhileTheCarrierIsAsked_TheAnswerIsOnlyNoted()
    {
        var call = InTheMeetingIn(AudioCodec.Pcma);
        call.EndConference(LegEndCause.RemoteBye);

        Assert.Empty(call.Send(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: true)));
        Assert.Equal(AudioCodec.Pcma, call.State.Codecs.Trunk);
    }

    [Fact]
    public void MeetingMovesWhileTheCarrierIsAsked_TheNextServerIsAlignedAfterTheAnswer()
    {
        var call = InTheMeetingIn(AudioCodec.Pcma);
        Assert.Contains("dial 72002@bbb2", call.Start(CallScript.Meeting("bbb2", "72002", 2)));
        Assert.DoesNotContain(call.Answer(), line => line.StartsWith("ask", StringComparison.Ordinal));

        // The carrier has just changed; bbb2 was dialled in the old codec and has not refused the new one.
        Assert.Equal(["ask conference for PCMA"], call.Send(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: true)));
        Assert.Empty(call.Send(new ConferenceCodecChanged(call.State.Conference!.Number, IsAccepted: true)));
        Assert.Equal(AudioCodec.Pcma, call.State.Conference!.Codec);
    }

    [Fact]
    public void OnHold_TheCarrierIsAskedOnlyAfterIt()
    {
        var call = CallScript.Joining(Servers(AudioCodec.Pcma));
        call.Send(new TrunkOfferReceived(IsHold: true));
        Assert.DoesNotContain(call.Answer(), line => line.StartsWith("ask", StringComparison.Ordinal));

        Assert.Equal(["answer offer", "ask trunk for PCMA"], call.Send(new TrunkOfferReceived(IsHold: false)));
    }

    [Fact]
    public void AnswerThatNobodyWaitsFor_ChangesNothing()
    {
        var call = CallScript.Joined();

        Assert.Empty(call.Send(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: true)));
        Assert.Empty(call.Send(new ConferenceCodecChanged(call.State.Conference!.Number, IsAccepted: true)));
        Assert.Equal(AudioCodec.G722, call.State.Codecs.Trunk);
        Assert.Equal(AudioCodec.G722, call.State.Conference!.Codec);
    }

    [Fact]
    public void BeforeTheMeeting_AnOfferIsAnswered() => Assert.Equal(["answer offer"], CallScript.Waiting().Send(Change));

    [Fact]
    public void InTheMeeting_TheConferenceIsAskedFirst()
    {
        var call = CallScript.Joined();

        Assert.Equal(["set WaitingOffer 3", "ask conference for PCMU"], call.Send(Change));
        Assert.Equal(["cancel WaitingOffer", "answer offer"], call.Send(new ConferenceCodecChanged(call.State.Conference!.Number, IsAccepted: true)));
        Assert.Empty(call.Send(new TrunkCodecAgreed(AudioCodec.Pcmu, [AudioCodec.Pcmu])));
        Assert.IsType<Joined>(call.State.Phase);
        Assert.Null(call.State.Offer);
    }

    [Fact]
    public void InTheMeeting_ThatDoesNotFollow_TheOfferIsAnsweredAllTheSame()
    {
        var call = CallScript.Joined();
        call.Send(Change with { IsHold = true });

        Assert.Equal(["cancel WaitingOffer", "answer offer"], call.Send(new ConferenceCodecChanged(call.State.Conference!.Number, IsAccepted: false)));
        Assert.True(call.State.IsOnHold);

        // The carrier has left G722 for PCMU: to ask it for G722 again would be a quarrel.
        Assert.Empty(call.Send(new TrunkCodecAgreed(AudioCodec.Pcmu, [AudioCodec.Pcmu])));
        Assert.Equal(["answer offer"], call.Send(new TrunkOfferReceived(IsHold: false)));
        Assert.IsType<Joined>(call.State.Phase);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ConferenceThatTakesItsTime_IsNotWaitedForWithTheAnswer(bool isAccepted)
    {
        var call = CallScript.Joined();
        call.Send(Change);

        Assert.Equal(["answer offer"], call.Fire(CallTimer.WaitingOffer));
        Assert.Equal(AudioCodec.Pcmu, call.State.Codecs.Trunk);
        Assert.Empty(call.Send(new TrunkCodecAgreed(AudioCodec.Pcmu, [AudioCodec.Pcmu])));

        // What it says in the end counts all the same.
        Assert.Empty(call.Send(new ConferenceCodecChanged(call.State.Conference!.Number, isAccepted)));
        Assert.Equal(isAccepted ? AudioCodec.Pcmu : AudioCodec.G722, call.State.Conference!.Codec);
    }

    [Fact]
    public void OfferInACodecThatTheServerIsNotToBeOffered_IsAnsweredAtOnce()
    {
        var call = CallScript.Joined(Servers(AudioCodec.G722, AudioCodec.Pcma));

        Assert.Equal(["answer offer"], call.Send(Change));
    }

    [Fact]
    public void OfferThatIsWithdrawn_IsNotAnswered_AndTheConferenceIsChangedBack()
    {
        var call = CallScript.Joined();
        call.Send(Change with { IsHold = true });

        Assert.Equal(["cancel WaitingOffer"], call.Send(new TrunkOfferWithdrawn()));
        Assert.False(call.State.IsOnHold);
        Assert.Equal(["ask conference for G722"], call.Send(new ConferenceCodecChanged(call.State.Conference!.Number, IsAccepted: true)));
        Assert.Empty(call.Send(new ConferenceCodecChanged(call.State.Conference!.Number, IsAccepted: true)));
        Assert.Equal(AudioCodec.G722, call.State.Conference!.Codec);
    }

    [Fact]
    public void OfferThatIsWithdrawn_BeforeAConferenceThatDoesNotFollow_ChangesNothing()
    {
        var call = CallScript.Joined();
        call.Send(Change);
        call.Send(new TrunkOfferWithdrawn());

        Assert.Empty(call.Send(new ConferenceCodecChanged(call.State.Conference!.Number, IsAccepted: false)));
        Assert.Equal(AudioCodec.G722, call.State.Conference!.Codec);
    }

    [Fact]
    public void WhileTheConferenceIsDialled_ItIsDialledAgain()
    {
        var call = CallScript.Joining();

        Assert.Equal(["answer offer", "end conference", "dial 71001@bbb1 in PCMU", "set ConferenceAnswer 10"], call.Send(Change));
    }

    [Fact]
    public void ConferenceThatIsLostMeanwhile_LeavesTheOfferToBeAnswered()
    {
        var call = CallScript.Joined();
        call.Send(Change);

        Assert.Equal(["part", "cancel WaitingOffer", "answer offer"], call.EndConference(LegEndCause.RemoteBye).Take(3));
        Assert.Null(call.State.Offer);
        Assert.Null(call.State.Codecs.AskedOfConference);
    }

    [Fact]
    public void AnswerOfAnEarlierConference_ChangesNothing()
    {
        var call = CallScript.Joined();
        call.Send(Change);

        Assert.Empty(call.Send(new ConferenceCodecChanged(call.State.Conference!.Number - 1, IsAccepted: true)));
        Assert.NotNull(call.State.Offer);
    }

    // A call in a meeting whose server refused G722, while the carrier is asked for what it took.
    private static CallScript InTheMeetingIn(AudioCodec codec)
    {
        var call = CallScript.Joining();
        call.EndConference(LegEndCause.Rejected, 488);
        Assert.Equal($"ask trunk for {codec}", call.Answer()[^1]);
        return call;
    }

    private static Func<CallSettings, CallSettings> Servers(params IReadOnlyList<AudioCodec> codecs) =>
        settings => settings with { ServerCodecs = new Dictionary<string, IReadOnlyList<AudioCodec>> { ["bbb1"] = codecs } };
}
