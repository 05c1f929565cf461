using System.Net;
using System.Text;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Endpoint;
using DialIn.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>Query strings keep their bytes; checksums are those of BBB.</summary>
public class RawQueryTests
{
    private const string Alphabet = "ab=&%+2BF?/;.~[]\"ü ";

    [Fact]
    public void Query_OfAnySigns_IsWhatItWas_AndChangesInOnePlace()
    {
        var random = new Random(20261127);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string(random.GetItems<char>(Alphabet, random.Next(40)));
            var query = RawQuery.Of(text);
            Assert.Equal(text, query.ToString());

            var changed = query.With("new name", "a & b=+ü");
            Assert.Equal("a & b=+ü", changed["new name"]);
            Assert.StartsWith(text, changed.ToString(), StringComparison.Ordinal);
            Assert.Equal(text.Length == 0 ? "" : text, changed.Without("new name").ToString());
        }
    }

    [Fact]
    public void Query_ReadsAsAServerDoes()
    {
        var query = RawQuery.Of("a=1%2B+%20x&b&c=&a=2&=d&%61%62=e");

        Assert.Equal(
            [("a", "1+  x"), ("b", ""), ("c", ""), ("a", "2"), ("", "d"), ("ab", "e")],
            query.Parameters);
        Assert.Equal("1+  x", query["a"]);
        Assert.Null(query["A"]);
    }

    [Theory]
    [InlineData("1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17")]
    [InlineData("DA9185F7F333CFDFCD6EEAC32DCA3777510C4C436020D8B887BA5515BD1D189E")]
    public void Checksum_OfTheDocumentation_IsRight(string checksum)
    {
        var frontEnds = Known("639259d4-9dd8-4b25-bf01-95f9567eaf4b");

        Assert.Equal("greenlight", frontEnds.FindSigner("create", "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444", checksum)?.Name);
        Assert.Null(frontEnds.FindSigner("create", "name=Test+Meeting&meetingID=abc124&attendeePW=111222&moderatorPW=333444", checksum));
        Assert.Null(frontEnds.FindSigner("end", "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444", checksum));
    }

    [Fact]
    public void Checksum_OfAnySigns_IsFoundWhereverItStands()
    {
        var random = new Random(27112026);
        var frontEnds = Known("s");
        foreach (var algorithm in Enum.GetValues<ChecksumAlgorithm>())
        {
            for (var i = 0; i < 500; i++)
            {
                var query = new string(random.GetItems<char>("ab=&%2BF+", random.Next(1, 30))).Trim('&');
                var checksum = $"checksum={BbbChecksum.Compute("create", query, "s", algorithm)}";
                foreach (var sent in new[] { $"{query}&{checksum}", $"{checksum}&{query}" })
                {
                    var (signed, shown) = SignedQuery.Of(sent);
                    Assert.Equal(query, signed);
                    Assert.NotNull(frontEnds.FindSigner("create", signed, shown));
                }
            }
        }
    }

    [Fact]
    public void FormOfOldServers_IsEncodedAsJavaDoes() => Assert.Equal(
        "Z=1&a=%21%27%28%29*-._%7E+%2B%C3%BC&a=2",
        FormSignature.Of(RawQuery.Of($"a={WebUtility.UrlEncode("!'()*-._~ +ü")}&checksum=x&Z=1&a=2")));

    [Fact]
    public void CreateAnswer_CutOffAnywhere_TellsWhatItHas()
    {
        var whole = Encoding.UTF8.GetBytes(CreateDocument.Of("room-1"));
        for (var length = 0; length <= whole.Length; length++)
        {
            var answer = CreateAnswer.Read(whole.AsMemory(0, length));
            Assert.Equal(answer.IsSuccess, answer.Meeting.MeetingId == "room-1");
        }

        var read = CreateAnswer.Read(whole);
        Assert.Equal((true, true, "70757", 1531240585189), (read.IsSuccess, read.IsNew, read.Meeting.VoiceBridge, read.Meeting.CreateTime));
        Assert.False(CreateAnswer.Read(Encoding.UTF8.GetBytes(CreateDocument.Of("room-1", existed: true))).IsNew);
    }

    [Theory]
    [InlineData("<html><body>502</body></html>")]
    [InlineData("{\"response\":{}}")]
    [InlineData("<response><meetingID>a</meetingID><returncode>FAILED</returncode></response>")]
    [InlineData("<response><x><returncode>SUCCESS</returncode><meetingID>a</meetingID></x></response>")]
    public void CreateAnswer_OfAnythingElse_IsNoSuccess(string answer) => Assert.False(CreateAnswer.Read(Encoding.UTF8.GetBytes(answer)).IsSuccess);

    private static FrontEnds Known(string secret) => new(
        [new FrontEndOptions { Name = "other", Secret = "another" }, new FrontEndOptions { Name = "greenlight", Secret = secret }],
        new SecretVault(new RotationMachine(new RotationTimings()), new FakeTimeProvider()));
}
