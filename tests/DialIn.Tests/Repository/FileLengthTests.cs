namespace DialIn.Tests.Repository;

/// <summary>Files hold one idea: the limits are those of the project's style.</summary>
public class FileLengthTests
{
    private const int HardMaximum = 500;
    private const int MedianMaximum = 80;
    private const int NinetiethPercentileMaximum = 250;

    [Fact]
    public void SourceFiles_StayShort()
    {
        var lengths = Checkout.SourceFiles("src").Select(file => (File: file, Lines: File.ReadLines(file).Count())).OrderBy(file => file.Lines).ToList();

        Assert.Empty(lengths.Where(file => file.Lines > HardMaximum).Select(file => $"{Checkout.Relative(file.File)} has {file.Lines} lines"));
        Assert.InRange(lengths[lengths.Count / 2].Lines, 1, MedianMaximum);
        Assert.InRange(lengths[lengths.Count * 9 / 10].Lines, 1, NinetiethPercentileMaximum);
    }

    [Fact]
    public void TestFiles_StayReadable() =>
        Assert.Empty(Checkout.SourceFiles("tests").Where(file => File.ReadLines(file).Count() > HardMaximum).Select(Checkout.Relative));
}
