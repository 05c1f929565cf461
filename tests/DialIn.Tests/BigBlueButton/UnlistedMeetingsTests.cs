using DialIn.BigBlueButton.Redis;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.BigBlueButton;

/// <summary>When a server is asked again who is in its meetings.</summary>
public class UnlistedMeetingsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void NewConnection_AsksForAllOnce_ThoughNoMeetingIsKnown()
    {
        var meetings = Connected();

        Assert.Equal([3], Asked(meetings, 300));
    }

    [Fact]
    public void ServerThatNeverAnswers_IsAskedMoreAndMoreRarely()
    {
        var meetings = Connected("int-1");

        Assert.Equal([3, 8, 17, 34, 67, 128, 189, 250], Asked(meetings, 300, "int-1"));
    }

    [Fact]
    public void MeetingsThatWereListed_AreNotAskedForAgain()
    {
        var meetings = Connected("int-1", "int-2");
        meetings.Take("int-1");
        Assert.Equal([3, 8], Asked(meetings, 10, "int-1", "int-2"));

        meetings.Take("int-2");

        Assert.Empty(Asked(meetings, 300, "int-1", "int-2"));
    }

    [Fact]
    public void MeetingThatNobodyToldOf_IsAskedFor_WhenAPollFindsIt()
    {
        var meetings = Connected();
        Asked(meetings, 10);

        Assert.Equal([1], Asked(meetings, 3, "int-1"));
    }

    [Fact]
    public void MeetingAskedForAgain_CountsAsUnlisted_UntilItIsOver()
    {
        var meetings = Connected("int-1");
        meetings.Take("int-1");
        Asked(meetings, 10, "int-1");

        meetings.Ask("int-1");
        Assert.Equal([3], Asked(meetings, 5, "int-1"));
        meetings.Close("int-1");

        Assert.Empty(Asked(meetings, 300));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MeetingThatIsAskedForAgainAndAgain_DoesNotPutOffTheQuestionForAll(bool isAnswered)
    {
        var meetings = Connected("int-1");
        var asked = new List<int>();
        for (var second = 1; second <= 20; second++)
        {
            meetings.Ask("int-2");
            if (isAnswered)
            {
                meetings.Take("int-2");
            }

            asked.AddRange(Asked(meetings, 1, "int-1", "int-2").Select(_ => second));
        }

        Assert.Equal([3, 8, 17], asked);
    }

    private UnlistedMeetings Connected(params string[] running)
    {
        var meetings = new UnlistedMeetings(_time);
        meetings.Reset();
        Array.ForEach(running, meetings.Ask);
        return meetings;
    }

    // In which seconds.
    private List<int> Asked(UnlistedMeetings meetings, int seconds, params string[] running) =>
    [
        .. Enumerable.Range(1, seconds).Where(_ =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return meetings.TakeDue(running);
        }),
    ];
}
