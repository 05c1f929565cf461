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
}
