using System.Globalization;
using DialIn.Tests.Storage;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

public class LeaseHolderTests
{
    private static readonly LeaseHolder Me = LeaseHolder.Own();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Holder_IsReadAsItPrints()
    {
        Assert.Equal(Me, LeaseHolder.Read(Me.ToString()));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}"), Me.Name);
        Assert.NotEqual(Me, LeaseHolder.Own());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("somebody")]
    [InlineData("host/ a b c")]
    [InlineData("host/12 a b")]
    [InlineData("host/-1 a b c")]
    public void Holder_OfAnotherForm_IsNone(string? text) => Assert.Null(LeaseHolder.Read(text));

    [Fact]
    public async Task Process_OfThisMachine_IsKnownToBeGoneOnceItIs()
    {
        using var process = DialInProcess.Start("--version");
        var other = Me with { ProcessId = process.Id, Nonce = "other" };
        await process.OutputAsync(Token);

        Assert.True(Me.KnowsGone(other, isOfThisMachine: false));
    }

    [Fact]
    public void Process_ThatRuns_IsNotGone()
    {
        // The one that started this test run.
        var other = Me with { ProcessId = 1, Nonce = "other" };

        Assert.False(Me.KnowsGone(other, isOfThisMachine: true));
        Assert.False(Me.KnowsGone(Me, isOfThisMachine: true));
    }

    [Fact]
    public void EarlierProcess_OfOurOwnNumber_IsGone() => Assert.True(Me.KnowsGone(Me with { Nonce = "other" }, isOfThisMachine: false));

    [Fact]
    public void Process_FromBeforeTheMachinesStart_IsGone_WhereNoOtherMachineCanBe()
    {
        var other = Me with { Boot = "another", Nonce = "other", ProcessId = 1 };

        Assert.True(Me.KnowsGone(other, isOfThisMachine: true));
        Assert.False(Me.KnowsGone(other, isOfThisMachine: false));
    }

    [Fact]
    public void Process_OfAnotherContainer_IsNotKnownToBeGone()
    {
        var other = Me with { Namespace = "pid:[1]", Nonce = "other", ProcessId = int.MaxValue };

        Assert.False(Me.KnowsGone(other, isOfThisMachine: true));
        Assert.True(Me.KnowsGone(other with { Namespace = Me.Namespace }, isOfThisMachine: true));
        Assert.False((Me with { Boot = "-" }).KnowsGone(other with { Boot = "-", Namespace = Me.Namespace }, isOfThisMachine: true));
    }
}
