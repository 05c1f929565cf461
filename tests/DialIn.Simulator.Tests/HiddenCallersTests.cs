using DialIn.Simulator.Conferences;
using DialIn.Sip.UserAgents;

namespace DialIn.Simulator.Tests;

public class HangUpOnHiddenCallersTests : Simulation
{
    protected override SimulatedBbbServerOptions ServerOptions => new() { HiddenCallers = HiddenCallers.HangUpAfterAnswer };

    [Fact]
    public async Task HiddenCaller_IsAnsweredAndHungUpOn()
    {
        var call = await PlaceAnsweredAsync(Call(from: "anonymous"));
        Assert.Equal(SessionEndCause.RemoteBye, (await call.Ended.WaitAsync(Patience)).Cause);
        Assert.Empty(Server.Conference(Room).Everybody);
    }
}

public class AdmitHiddenCallersTests : Simulation
{
    protected override SimulatedBbbServerOptions ServerOptions =>
        new() { HiddenCallers = HiddenCallers.Admit, AnswersTelephoneEvents = true };

    [Fact]
    public async Task HiddenCaller_IsLetIn()
    {
        await PlaceAnsweredAsync(Call(from: "anonymous"));
        var participant = await Server.Conference(Room).WaitForParticipantAsync(Patience);
        Assert.Equal("anonymous", participant.CallerNumber);
    }

    [Theory]
    [InlineData((byte)101)]
    [InlineData((byte)96)]
    public async Task Digits_ByTelephoneEvents_AreTakenWhenTheAnswerHasThem(byte payloadType)
    {
        var call = await PlaceAnsweredAsync(Call() with { TelephoneEventPayloadType = payloadType });
        var participant = await Server.Conference(Room).WaitForParticipantAsync(Patience);
        await call.SendDigitsAsync("1223*#", Patience);
        await participant.WaitForDigitsAsync("1223*#", Patience);
        Assert.Equal("1223*#", participant.Digits);
    }
}
