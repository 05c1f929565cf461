using System.Net;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Nodes;

/// <summary>Two nodes on one database never register one account both, whatever becomes of one of them.</summary>
[TriedWith("UDP", "kamailio")]
public sealed class TwoNodesTests
{
    [Fact]
    public async Task Account_IsOneNodes_AndTheOthersOnceThatOneIsKilled()
    {
        using var deadline = Deadline();
        await using var nodes = await TwoNodes.StartAsync(deadline.Token);
        await nodes.WaitForRegisterAsync(nodes.First, nodes.Registers.Count, deadline.Token);
        Assert.DoesNotContain(nodes.Registers, register => register.Port == nodes.Second.SipPort);

        // The node that waits is fit for service all the same, and says what it waits for.
        var trunks = await (await nodes.Second.GetAsync("api/v1/trunks", deadline.Token)).Content.ReadAsStringAsync(deadline.Token);
        Assert.Matches("\"state\":\"Standby\",\"says\":\"not registered here: [^\"]+/[0-9]+ registers this account, until [^\"]+\"", trunks);
        Assert.Equal(HttpStatusCode.OK, (await nodes.Second.GetAsync("health/ready", deadline.Token)).StatusCode);

        nodes.First.Process.Kill();
        var before = nodes.Registers.Count;
        await nodes.WaitForRegisterAsync(nodes.Second, before, deadline.Token);

        // And the one that comes back waits in its turn.
        await nodes.First.RestartAsync(deadline.Token);
        await WaitsAsync(nodes.First, deadline.Token);
        await AssertOnlySecondAsync(nodes, before, deadline.Token);
    }

    [Fact]
    public async Task Account_OfANodeThatStops_IsTheOthersAtOnce()
    {
        using var deadline = Deadline();
        await using var nodes = await TwoNodes.StartAsync(deadline.Token);

        nodes.First.Process.Terminate();
        await nodes.First.Process.WaitForExitAsync(TimeSpan.FromSeconds(60), deadline.Token);
        await nodes.WaitForRegisterAsync(nodes.Second, 0, deadline.Token);

        var registers = nodes.Registers;
        var first = registers.TakeWhile(register => register.Port == nodes.First.SipPort).ToList();
        Assert.True(first[^1].IsEnd);
        Assert.All(registers.Skip(first.Count), register => Assert.Equal((nodes.Second.SipPort, false), register));
    }

    [Fact]
    public async Task Account_OfANodeThatHangs_IsTheOthers_AndTheFirstSendsNothingWhenItGoesOn()
    {
        using var deadline = Deadline();
        await using var nodes = await TwoNodes.StartAsync(deadline.Token);

        // No REGISTER is on its way: the next one is due in eight seconds.
        await nodes.WaitForRegisterAsync(nodes.First, nodes.Registers.Count, deadline.Token);
        await AssertRegisteredAsync(nodes.First, deadline.Token);

        nodes.First.Process.Pause();
        var before = nodes.Registers.Count;
        await nodes.WaitForRegisterAsync(nodes.Second, before, deadline.Token);
        nodes.First.Process.Resume();

        await WaitsAsync(nodes.First, deadline.Token);
        await AssertOnlySecondAsync(nodes, before, deadline.Token);

        // The account is well, and the node that lost it raises no alarm.
        await AssertRegisteredAsync(nodes.Second, deadline.Token);
        await AssertRegisteredAsync(nodes.First, deadline.Token);
    }

    private static async Task AssertRegisteredAsync(Bridge node, CancellationToken cancel) => Assert.Matches(
        "(?m)^dialin_trunk_registered\\{[^}]*trunk=\"carrier\"[^}]*\\} 1( |$)", await (await node.GetAsync("metrics", cancel)).Content.ReadAsStringAsync(cancel));

    private static CancellationTokenSource Deadline()
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(5));
        return deadline;
    }

    private static Task WaitsAsync(Bridge node, CancellationToken cancel) => node.Process.WaitForLineAsync(
        static line => line.Contains("[3113] Trunk carrier is registered by another node", StringComparison.Ordinal), TimeSpan.FromMinutes(2), cancel);

    // Two refreshes long, in which the other one would have refreshed as well.
    private static async Task AssertOnlySecondAsync(TwoNodes nodes, int before, CancellationToken cancel)
    {
        var count = await nodes.WaitForRegisterAsync(nodes.Second, nodes.Registers.Count, cancel);
        await nodes.WaitForRegisterAsync(nodes.Second, count, cancel);
        Assert.All(nodes.Registers.Skip(before), register => Assert.Equal((nodes.Second.SipPort, false), register));
    }
}
