using DialIn.Announcements;
using DialIn.Testing;

namespace DialIn.Tests.BigBlueButton;

public class ServerAnnouncerTests
{
    // More than are done at once.
    private const int Moderators = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FaultOfAJob_IsLogged_EndsTheJob_AndIsTriedAgain()
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel);
        var attempts = 0;
        seat.Outcome = _ => Interlocked.Increment(ref attempts) > Moderators ? AnnouncementOutcome.Announced : throw new InvalidOperationException("an error of ours");
        seat.Begin("int-1", ModeratorsText.None);
        foreach (var i in Enumerable.Range(0, Moderators))
        {
            seat.Join("int-1", $"w_{i}");
        }

        seat.Run();
        await Waiting.UntilAsync(() => All(seat, AnnouncementOutcome.Fault), Cancel);
        var said = Assert.Single(seat.Log.Collector.GetSnapshot(), static entry => entry.Id.Id == 3410);
        Assert.Equal("an error of ours", said.Exception?.Message);

        await Waiting.UntilAsync(
            () =>
            {
                // Until they are due: a meeting of which nothing is heard for a minute is forgotten.
                if (Volatile.Read(ref attempts) == Moderators)
                {
                    seat.Time.Advance(TimeSpan.FromSeconds(1));
                }

                return All(seat, AnnouncementOutcome.Announced);
            },
            Cancel);
        Assert.Equal(2 * Moderators, attempts);
    }

    [Theory]
    [InlineData("en", "de", "en")]
    [InlineData(null, "de", "de")]
    [InlineData(null, null, null)]
    public async Task Language_IsTheMeetings_ThenTheRooms_ThenTheOperators(string? ofMeeting, string? ofRoom, string? told)
    {
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel, language: ofRoom);
        seat.Begin("int-1", ModeratorsText.None, ofMeeting);
        seat.Join("int-1", "w_1");

        seat.Run();
        await Waiting.UntilAsync(() => !seat.Languages.IsEmpty, Cancel);

        // Where nobody asked for one, each way takes that of its options.
        Assert.Equal([told], seat.Languages);
    }

    private static bool All(AnnouncerSeat seat, AnnouncementOutcome outcome) =>
        seat.Announcer.List() is [{ Outcomes: var known }] && known.Count == Moderators && known.All(one => one.Outcome == outcome);
}
