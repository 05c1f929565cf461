namespace DialIn.EndToEnd.Tests.Peers;

public sealed class InteropTableTests
{
    [Fact]
    public void Table_HasEachRowOnce_AndNoOther()
    {
        var gone = InteropTable.Written().Except(InteropTable.Rows());
        var missing = InteropTable.Rows().Except(InteropTable.Written());

        Assert.True(
            !gone.Any() && !missing.Any(),
            $"DIALIN_INTEROP=docs/interop.md tests/run.sh writes the table anew.\nGone:\n{string.Join('\n', gone)}\nMissing:\n{string.Join('\n', missing)}");
        Assert.NotEmpty(InteropTable.Written());
        Assert.Equal(InteropTable.Written().Distinct(), InteropTable.Written());
    }

    [Fact]
    public void Theory_HasARowForEachOfItsData() => Assert.Equal(InteropTable.Rows().Distinct(), InteropTable.Rows());
}
