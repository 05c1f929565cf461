using DialIn.Meetings;
using DialIn.Tests.Calls;
using Microsoft.Extensions.Time.Testing;
using static DialIn.Tests.Meetings.MeetingExamples;

namespace DialIn.Tests.Meetings;

/// <summary>Polls and events of one server in any order, and twice: what is true in the end depends on when they were asked and heard alone.</summary>
public class MeetingOrderTests
{
    private const int Histories = 1_500;
    private const int Orders = 6;
    private static readonly int[] Instances = [1, 2, 3];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reports_InAnyOrderAndTwice_LeadToWhatIsTrue(int part)
    {
        var (ran, none) = (0, 0);
        for (var i = 0; i < Histories; i++)
        {
            var choices = new SeededChoices((ulong)((part * 1_000_000) + i));
            var reports = History(choices);
            var expected = WhatIsTrue(reports);
            for (var order = 0; order < Orders; order++)
            {
                var told = Tell(Shuffle(choices, reports));
                Assert.True(expected == told.Found, $"history {part}/{i}: {string.Join(", ", reports)}: {told.Found} instead of {expected}");
                Assert.Equal(told.Found, told.Watched);
            }

            (ran, none) = (ran + (expected is null ? 0 : 1), none + (expected is null ? 1 : 0));
        }

        // Both happen, or the test would show nothing.
        Assert.True(ran > Histories / 5 && none > Histories / 5, $"{ran} of {Histories} ended with a meeting");
    }

    private static List<Report> History(SeededChoices choices) => [.. Enumerable.Range(0, 2 + choices.Below(7)).Select(_ => Any(choices)).DistinctBy(static r => r.Second)];

    private static Report Any(SeededChoices choices)
    {
        var second = choices.Below(30);
        return choices.Below(3) switch
        {
            0 => new Report(second, Polled: [.. Instances.Where(_ => choices.Below(3) == 0)]),
            1 => new Report(second, Created: choices.From(Instances)),
            _ => new Report(second, Ended: choices.From(Instances)),
        };
    }

    private static List<Report> Shuffle(SeededChoices choices, List<Report> reports)
    {
        var left = reports.Concat(reports.Where(_ => choices.Below(2) == 0)).ToList();
        var shuffled = new List<Report>();
        while (left.Count > 0)
        {
            var next = choices.Below(left.Count);
            shuffled.Add(left[next]);
            left.RemoveAt(next);
        }

        return shuffled;
    }

    private static (string? Found, string? Watched) Tell(IEnumerable<Report> reports)
    {
        var time = new FakeTimeProvider(Morning);
        var directory = new MeetingDirectory(time);
        directory.AddServer("bbb1");
        string? watched = null;
        using var watch = directory.Watch("room", change => watched = change is MeetingStarted started ? started.Meeting.InternalId : null);
        foreach (var report in reports)
        {
            var at = report.Second * time.TimestampFrequency;
            if (report.Polled is { } polled)
            {
                directory.ReplaceServer("bbb1", [.. polled.Select(instance => On("bbb1", instance: instance))], at);
            }
            else if (report.Created is { } created)
            {
                directory.MeetingCreated(On("bbb1", instance: created), at);
            }
            else if (report.Ended is { } ended)
            {
                directory.MeetingEnded("bbb1", $"room-{ended}", at);
            }
        }

        return (directory.Find("room")?.InternalId, watched);
    }

    // The rules once more, of the whole history and without a state.
    private static string? WhatIsTrue(List<Report> reports)
    {
        var poll = reports.Where(static r => r.Polled is not null).MaxBy(static r => r.Second);
        foreach (var instance in Instances.Reverse())
        {
            var ended = reports.Where(r => r.Ended == instance).Select(static r => (int?)r.Second).Max();
            var created = reports.Where(r => r.Created == instance).Select(static r => (int?)r.Second).Min();
            var isListed = poll?.Polled!.Contains(instance) == true;
            var wasListed = reports.Exists(r => r.Polled?.Contains(instance) == true);
            var runs = isListed ? ended is null || poll!.Second >= ended + 5 : created is not null && ended is null && !wasListed && (poll is null || poll.Second < created + 10);
            if (runs)
            {
                return $"room-{instance}";
            }
        }

        return null;
    }

    private sealed record Report(int Second, IReadOnlyList<int>? Polled = null, int? Created = null, int? Ended = null)
    {
        public override string ToString() => $"{Second} s: " + (Polled is { } polled ? $"poll [{string.Join(' ', polled)}]" : Created is { } created ? $"created {created}" : $"ended {Ended}");
    }
}
