using DialIn.Calls;

namespace DialIn.Tests.Calls;

/// <summary>The caller's side wants another codec in the middle of the call: both legs change, or neither does.</summary>
public class CallMachineCodecTests
{
    private static readonly TrunkOfferReceived Change = new(IsHold: false, ChangesCodec: true);

    [Fact]
    public void BeforeTheMeeting_IsAnswered() => Assert.Equal(["answer offer"], CallScript.Waiting().Send(Change));

    [Fact]
    public void InTheMeeting_TheConferenceIsAskedFirst()
    {
        var call = CallScript.Joined();

        Assert.Equal(["change codec"], call.Send(Change));
        Assert.Equal(["answer offer"], call.Send(new ConferenceCodecChanged(call.State.Conference!.Number, IsAccepted: true)));
        Assert.IsType<Joined>(call.State.Phase);
        Assert.Null(call.State.Offer);
    }

    [Fact]
    public void InTheMeeting_ThatDoesNotSpeakIt_TheOfferIsRefused_AndTheCallGoesOn()
    {
        var call = CallScript.Joined();
        call.Send(Change with { IsHold = true });

        Assert.Equal(["refuse offer"], call.Send(new ConferenceCodecChanged(call.State.Conference!.Number, IsAccepted: false)));
        Assert.IsType<Joined>(call.State.Phase);
        Assert.False(call.State.IsOnHold);
    }

    [Fact]
    public void WhileTheConferenceIsDialled_ItIsDialledAgain()
    {
        var call = CallScript.Joining();

        Assert.Equal(["answer offer", "end conference", "dial 71001@bbb1", "set ConferenceAnswer 10"], call.Send(Change));
    }

    [Fact]
    public void ConferenceThatIsLostMeanwhile_LeavesTheOfferToBeAnswered()
    {
        var call = CallScript.Joined();
        call.Send(Change);

        Assert.Equal(["part", "answer offer"], call.EndConference(LegEndCause.RemoteBye).Take(2));
        Assert.Null(call.State.Offer);
    }

    [Fact]
    public void AnswerOfAnEarlierConference_ChangesNothing()
    {
        var call = CallScript.Joined();
        call.Send(Change);

        Assert.Empty(call.Send(new ConferenceCodecChanged(call.State.Conference!.Number - 1, IsAccepted: true)));
        Assert.NotNull(call.State.Offer);
    }
}
