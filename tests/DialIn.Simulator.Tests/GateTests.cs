namespace DialIn.Simulator.Tests;

public class GateTests
{
    [Fact]
    public async Task Closed_Holds_UntilItOpens()
    {
        var gate = new Gate();
        await gate.WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        gate.Close();
        var held = gate.WaitAsync(CancellationToken.None);
        Assert.False(held.IsCompleted);
        gate.Open();
        await held.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
    }
}
