using DialIn.Calls;

namespace DialIn.Tests.Calls;

/// <summary>The caller's media ends with its session: nothing goes to the carrier's port while the record is written.</summary>
public class LegMediaTests
{
    [Fact]
    public async Task OurBye_EndsTheMedia()
    {
        await using var seat = await LegSeat.StartAsync();
        var trunk = await seat.AnswerAsync("9");
        Assert.Equal(1, await seat.PortsInUseAsync());

        trunk.HangUp(CallEnd.For(CallEndReason.MeetingEnded));

        await seat.RequestAsync("BYE");
        Assert.Equal(0, await seat.PortsInUseAsync());
    }

    [Fact]
    public async Task CarriersBye_EndsTheMedia()
    {
        await using var seat = await LegSeat.StartAsync();
        await seat.AnswerAsync("9");
        await seat.ByeAsync();

        Assert.Equal(LegEndCause.RemoteBye, Assert.IsType<TrunkEnded>(await seat.NextAsync()).Cause);
        Assert.Equal(0, await seat.PortsInUseAsync());
    }

    [Theory]
    [InlineData("sendrecv", 30)]
    [InlineData("sendonly", 300)]
    public async Task CarrierFromWhichNothingComes_IsSilentAfterHalfAMinute_OnHoldAfterFive(string direction, int seconds)
    {
        await using var seat = await LegSeat.StartAsync();
        var trunk = await seat.AnswerAsync("9");
        await seat.ReinviteAsync("9", direction);
        Assert.Equal(new TrunkOfferReceived(IsHold: direction == "sendonly"), await seat.NextAsync());
        trunk.AnswerOffer();
        await seat.ResponseAsync(200);
        await seat.AckAsync();
        Assert.IsType<TrunkOfferReceived>(await seat.NextAsync());

        await seat.LiveAsync(TimeSpan.FromSeconds(seconds - 1));
        seat.AssertQuiet();
        await seat.LiveAsync(TimeSpan.FromSeconds(2));
        Assert.IsType<TrunkSilent>(await seat.NextAsync());
    }
}
