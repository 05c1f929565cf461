using System.Text;
using DialIn.BigBlueButton;

namespace DialIn.Tests.BigBlueButton;

public class GetMeetingsReaderTests
{
    private static readonly DateTimeOffset Created = DateTimeOffset.FromUnixTimeMilliseconds(1764000000123);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_Bbb23_TakesDirectChildrenAndNothingFromMetadata()
    {
        var meetings = await AliveIn("bbb-2.3.xml");

        Assert.Equal(["algebra-1", "biology-2"], meetings.Select(static m => m.MeetingId));
        var algebra = meetings[0].ToRunningMeeting("bbb1");
        Assert.Equal(
            new("algebra-1", "5a1c9f0e7d3b2a4c6e8f0a1b2c3d4e5f60718293-1764000000123", "bbb1", "70066", Created, null), algebra);
    }

    [Fact]
    public async Task Read_NobodyHasJoinedYet_MeetingIsAlive() =>
        Assert.Contains(await AliveIn("bbb-2.3.xml"), static m => m is { MeetingId: "biology-2", VoiceBridge: "01234", HasCallableVoiceBridge: true });

    [Fact]
    public async Task Read_Bbb27_LeavesOutEndedMeetingsAndKeepsBreakouts() =>
        Assert.Equal(["chemistry-3", "b1"], (await AliveIn("bbb-2.7.xml")).Select(static m => m.MeetingId));

    [Fact]
    public async Task Read_Bbb30_ReadsTheAudioBridgeInAnyOrder()
    {
        var meeting = Assert.Single(await AliveIn("bbb-3.0-livekit.xml"));
        Assert.Equal(("physics-4", "482913", "livekit"), (meeting.MeetingId, meeting.VoiceBridge, meeting.AudioBridge));
    }

    [Fact]
    public async Task Read_Scalelite_IsTheSame()
    {
        var meeting = Assert.Single(await AliveIn("scalelite.xml"));
        Assert.Equal(("geo-5", "481205937"), (meeting.MeetingId, meeting.VoiceBridge));
    }

    [Fact]
    public async Task Read_NumbersWithSeparatorsOfALocale_AreNumbers()
    {
        var meetings = await AliveIn("locale-grouping.xml");
        Assert.Equal(["us", "de", "fr"], meetings.Select(static m => m.MeetingId));
        Assert.All(meetings, static m => Assert.Equal(Created, m.ToRunningMeeting("x").CreatedAt));
    }

    [Fact]
    public async Task Read_OddMeetings_KeepsThoseThatCanBeCalled()
    {
        var meetings = await AliveIn("odd-meetings.xml");

        Assert.Equal(
            ["bell", "no-internal-id", "year-292277026"],
            meetings.Where(static m => m.HasCallableVoiceBridge).Select(static m => m.MeetingId));
        Assert.Equal("no-internal-id-1764000000123", meetings.Single(static m => m.MeetingId == "no-internal-id").ToRunningMeeting("x").InternalId);
        Assert.Equal(9999, meetings.Single(static m => m.MeetingId == "year-292277026").ToRunningMeeting("x").CreatedAt.Year);
    }

    [Theory]
    [InlineData("empty.xml")]
    [InlineData("empty-scalelite.xml")]
    public async Task Read_NoMeetings_IsAnAnswerWithNone(string document)
    {
        var result = await ReadAsync(Document.Read(document));
        Assert.Null(result.Failure);
        Assert.Empty(result.Meetings);
    }

    [Theory]
    [InlineData("checksum-error-new.xml", BbbFailureKind.Checksum, "checksumError")]
    [InlineData("checksum-error-old.xml", BbbFailureKind.Checksum, "checksumError")]
    [InlineData("server-unavailable.xml", BbbFailureKind.Refused, "serverUnavailable")]
    [InlineData("failed-without-key.xml", BbbFailureKind.Refused, "no messageKey")]
    [InlineData("no-returncode.xml", BbbFailureKind.NotBbb, "the answer has no returncode")]
    [InlineData("nginx.html", BbbFailureKind.NotBbb, "the answer is empty or a web page")]
    [InlineData("web-server.html", BbbFailureKind.NotBbb, "the answer is not one of a BBB API")]
    [InlineData("json.xml", BbbFailureKind.NotBbb, "the answer is not well-formed XML at line 1, position 1")]
    [InlineData("nothing.xml", BbbFailureKind.NotBbb, "the answer is empty or a web page")]
    [InlineData("entity-bomb.xml", BbbFailureKind.NotBbb, "the answer is empty or a web page")]
    [InlineData("bad-metadata-name.xml", BbbFailureKind.NotBbb, "the answer is not well-formed XML at line 1, position 73")]
    internal async Task Read_NoMeetingsToBeHad_SaysWhy(string document, BbbFailureKind kind, string detail) =>
        Assert.Equal(new BbbFailure(kind, detail), (await ReadAsync(Document.Read(document))).Failure);

    [Fact]
    public async Task Read_EveryProperPrefixOfAnAnswer_IsAFailureAndNeverFewerMeetings()
    {
        var whole = Encoding.UTF8.GetString(Document.Read("bbb-2.7.xml")).TrimEnd();
        for (var length = 0; length < whole.Length; length++)
        {
            var result = await ReadAsync(Encoding.UTF8.GetBytes(whole[..length]));
            Assert.True(result.Failure is { Kind: BbbFailureKind.NotBbb }, $"the first {length} characters were taken for a whole answer");
        }
    }

    [Fact]
    public async Task Read_OneByteAtATime_IsTheSame()
    {
        using var stream = new OneByteStream(Document.Read("bbb-2.3.xml"));
        var result = await GetMeetingsReader.ReadAsync(stream, Token);
        Assert.Equal(2, result.Meetings.Count);
    }

    [Fact]
    public async Task Read_LargeServer_IsRead()
    {
        var attendee = "<attendee><userID>w_abcdefghijkl</userID><fullName>Somebody With A Name</fullName><role>VIEWER</role></attendee>";
        var text = new StringBuilder("<response><returncode>SUCCESS</returncode><meetings>");
        for (var i = 0; i < 300; i++)
        {
            text.Append($"<meeting><meetingID>m{i}</meetingID><voiceBridge>{70000 + i}</voiceBridge><attendees>");
            text.Insert(text.Length, attendee, 20);
            text.Append("</attendees></meeting>");
        }

        text.Append("</meetings></response>");

        Assert.Equal(300, (await ReadAsync(Encoding.UTF8.GetBytes(text.ToString()))).Meetings.Count(static m => m.HasCallableVoiceBridge));
    }

    [Fact]
    public async Task Read_EndlessAnswer_IsGivenUp()
    {
        using var endless = new EndlessStream("<response><returncode>SUCCESS</returncode><meetings>", $"<meeting><x>{new string('y', 4000)}</x></meeting>");
        var result = await GetMeetingsReader.ReadAsync(endless, Token);
        Assert.Equal(BbbFailureKind.NotBbb, result.Failure?.Kind);
        Assert.InRange(endless.BytesRead, 1_000_000, 64_000_000);
    }

    [Fact]
    public async Task Read_SilentInTheMiddle_StopsWhenCancelled()
    {
        using var stop = new CancellationTokenSource();
        var pipe = new System.IO.Pipelines.Pipe();
        await pipe.Writer.WriteAsync("<response><returncode>SUCC"u8.ToArray(), Token);
        var reading = GetMeetingsReader.ReadAsync(pipe.Reader.AsStream(), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading).WaitAsync(Limits.Generous, Token);
    }

    private static async Task<List<BbbMeeting>> AliveIn(string document)
    {
        var result = await ReadAsync(Document.Read(document));
        Assert.Null(result.Failure);
        return [.. result.Meetings.Where(static m => m.IsAlive)];
    }

    private static async Task<GetMeetingsResult> ReadAsync(byte[] document)
    {
        using var stream = new MemoryStream(document);
        return await GetMeetingsReader.ReadAsync(stream, Token);
    }

    private sealed class OneByteStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }

    private sealed class EndlessStream(string head, string body) : MemoryStream(Encoding.UTF8.GetBytes(head))
    {
        private readonly byte[] _body = Encoding.UTF8.GetBytes(body);

        public long BytesRead { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                read = Math.Min(_body.Length, buffer.Length);
                // The body is written whole or the document would break at the seam.
                Assert.Equal(_body.Length, read);
                _body.CopyTo(buffer);
            }

            BytesRead += read;
            return read;
        }
    }
}
