namespace DialIn.EndToEnd.Tests.Peers;

public sealed class InteropTableTests
{
    [Fact]
    public void Table_NamesEachTestOnce_AndNoOther()
    {
        var gone = InteropTable.Named().Except(InteropTable.Tests());
        var missing = InteropTable.Tests().Except(InteropTable.Named());

        Assert.True(
            !gone.Any() && !missing.Any(),
            $"DIALIN_INTEROP=docs/interop.md tests/run.sh writes the table anew. Gone: {string.Join(", ", gone)}. Missing: {string.Join(", ", missing)}.");
        Assert.NotEmpty(InteropTable.Named());
        Assert.Equal(InteropTable.Named().Distinct(), InteropTable.Named());
    }
}
