namespace DialIn.EndToEnd.Tests.Peers;

public sealed class InteropTableTests
{
    [Fact]
    public void Table_NamesTestsThatExist_EachOnce()
    {
        var gone = InteropTable.Named().Except(InteropTable.Tests());

        Assert.True(!gone.Any(), $"DIALIN_INTEROP=docs/interop.md tests/run.sh writes the table anew. Gone: {string.Join(", ", gone)}.");
        Assert.NotEmpty(InteropTable.Named());
        Assert.Equal(InteropTable.Named().Distinct(), InteropTable.Named());
    }
}
