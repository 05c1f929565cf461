using DialIn.Operations.Console;

namespace DialIn.Tests.Operations.Console;

public class MeetingLabelsTests
{
    [Fact]
    public void Hash_IsTheSameForOneMeetingAndKey_AndTellsNothingElse()
    {
        var hash = MeetingLabels.HashOf("math-101", "key"u8);

        Assert.Matches("^[0-9a-f]{10}$", hash);
        Assert.Equal(hash, MeetingLabels.HashOf("math-101", "key"u8));
        Assert.NotEqual(hash, MeetingLabels.HashOf("math-102", "key"u8));
        Assert.NotEqual(hash, MeetingLabels.HashOf("math-101", "other key"u8));
    }
}
