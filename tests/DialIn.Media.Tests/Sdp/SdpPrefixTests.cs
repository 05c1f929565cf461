using DialIn.Media.Sdp;

namespace DialIn.Media.Tests.Sdp;

/// <summary>A body that was cut off anywhere: it is read up to there, or refused at a place in its last line.</summary>
public class SdpPrefixTests
{
    public static TheoryData<string> Names() => [.. OfferFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void TryParse_EveryProperPrefix_IsReadOrRefusedInItsLastLine(string name)
    {
        var whole = OfferFiles.Bytes(name);
        var complete = Description.Parse(whole);
        var refused = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            var prefix = whole.AsSpan(0, length);
            if (SessionDescription.TryParse(prefix, out var description, out var error))
            {
                Assert.InRange(description.Media.Count, 0, complete.Media.Count);
                continue;
            }

            refused++;
            var lastLine = prefix.TrimEnd("\r\n"u8).LastIndexOf((byte)'\n') + 1;
            Assert.NotEqual(SdpFault.None, error.Fault);
            Assert.InRange(error.Offset, lastLine, length);
        }

        Assert.InRange(refused, 50, whole.Length);
    }

    [Fact]
    public void TryParse_PrefixThatEndsAtALine_IsAllThatStandsBefore()
    {
        var whole = OfferFiles.Bytes("asterisk");
        var media = whole.AsSpan().IndexOf("m=audio"u8);

        Assert.Empty(Description.Parse(whole.AsSpan(0, media)).Media);
        Assert.Single(Description.Parse(whole.AsSpan(0, media + whole.AsSpan(media).IndexOf((byte)'\n'))).Media);
    }
}
