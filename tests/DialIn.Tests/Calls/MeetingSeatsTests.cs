using DialIn.Calls;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Calls;

public class MeetingSeatsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MeetingSeats _seats;

    public MeetingSeatsTests() => _seats = new MeetingSeats(_time);

    [Fact]
    public void Callers_WhoWantOneName_GetDifferentOnesInTheirOrder()
    {
        Assert.Equal("Telefon …34", Take("room", "call-1", "999001"));
        Assert.Equal("Telefon …34 (2)", Take("room", "call-2", "999002"));
        Assert.Equal("Telefon …34 (3)", Take("room", "call-3", "999003"));
        Assert.Equal("Telefon …34", Take("other", "call-4", "999004"));
    }

    [Fact]
    public void TwoCalls_OfOneNumberAtOnce_AreNotShownAlike()
    {
        Assert.Equal("Telefon …34", Take("room", "call-1", "999001"));
        Assert.Equal("Telefon …34 (2)", Take("room", "call-2", "999001"));
    }

    [Fact]
    public void Call_ThatComesBack_HasItsName_AndNobodyElseHadItMeanwhile()
    {
        Take("room", "call-1", "999001");
        Take("room", "call-2", "999002");
        _seats.Release("call-1");

        Assert.Equal("Telefon …34 (3)", Take("room", "call-3", "999003"));
        Assert.Equal("Telefon …34", Take("room", "call-4", "999001"));
    }

    [Fact]
    public void Call_BroughtAlongToAnotherServer_KeepsItsName()
    {
        Take("room", "call-1", "999001");
        Take("room", "call-2", "999002");

        Assert.Equal("Telefon …34 (2)", Take("room", "call-2", "999002"));
    }

    [Fact]
    public void Call_InAnotherRoom_FreesItsSeat()
    {
        Take("room", "call-1", "999001");
        Take("breakout", "call-1", "999001");

        Assert.Equal("Telefon …34", Take("room", "call-2", "999001"));
        _seats.Release("call-1");
        Assert.Equal("Telefon …34", Take("breakout", "call-3", "999001"));
    }

    [Fact]
    public void Names_ThatDifferInCaseAlone_AreOneName()
    {
        Assert.Equal("anna", _seats.Take("room", "call-1", "999001", Choices("anna")));
        Assert.Equal("Anna (2)", _seats.Take("room", "call-2", "999002", Choices("Anna")));
    }

    [Fact]
    public void Name_ThatSomebodyIsCalledByChance_IsLeftOut()
    {
        _seats.Take("room", "call-1", "999001", Choices("Anna (2)"));
        _seats.Take("room", "call-2", "999002", Choices("Anna"));

        Assert.Equal("Anna (3)", _seats.Take("room", "call-3", "999003", Choices("Anna")));
    }

    [Fact]
    public void Caller_WhoWasGivenANameMeanwhile_IsCalledSo()
    {
        Take("room", "call-1", "999001");
        _seats.Release("call-1");

        Assert.Equal("Anna", _seats.Take("room", "call-2", "999001", Choices("Anna")));
    }

    [Fact]
    public void NumberedCallers_AreNumberedInEachMeeting()
    {
        _seats.Take("room", "call-0", "999000", Choices("Anna"));

        Assert.Equal(["Phone caller 1", "Phone caller 2"], Enumerable.Range(1, 2).Select(i => _seats.Take("room", $"call-{i}", $"99900{i}", choice => $"Phone caller {choice}")));
        Assert.Equal("Phone caller 1", _seats.Take("other", "call-9", "999009", choice => $"Phone caller {choice}"));
    }

    [Fact]
    public void Meeting_WithoutCallersForAnHour_IsForgotten_AndOneWithCallersIsNot()
    {
        Take("empty", "call-1", "999001");
        Take("busy", "call-2", "999002");
        _seats.Release("call-1");
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("Telefon …34 (2)", Take("empty", "call-3", "999003"));
        _seats.Release("call-3");
        _seats.Release("call-3");
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("Telefon …34", Take("empty", "call-4", "999004"));
        Assert.Equal("Telefon …34 (2)", Take("busy", "call-5", "999005"));
        _seats.Release("call-4");
        _seats.Release("call-2");
        _seats.Release("call-5");
        _time.Advance(TimeSpan.FromHours(2));
        Take("new", "call-6", "999006");
        Assert.Equal(1, _seats.Meetings);
    }

    [Fact]
    public void Name_OfSomebodyWhoHasNotCalledForADay_BecomesFree_InAMeetingThatGoesOn()
    {
        Take("room", "stays", "999000");
        foreach (var caller in new[] { "999001", "999002", "999003" })
        {
            Take("room", "visit", caller);
            _seats.Release("visit");
        }

        _time.Advance(TimeSpan.FromHours(23));
        Assert.Equal("Telefon …34 (5)", Take("room", "fourth", "999004"));
        _seats.Release("fourth");
        Assert.Equal("Telefon …34 (3)", Take("room", "again", "999002"));
        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal("Telefon …34 (2)", Take("room", "new-1", "999005"));
        Assert.Equal("Telefon …34 (4)", Take("room", "new-2", "999006"));
        Assert.Equal("Telefon …34 (6)", Take("room", "new-3", "999007"));
        Assert.Equal("Telefon …34 (5)", Take("room", "new-4", "999004"));
    }

    [Fact]
    public void ManyCallersAtOnce_AreNeverShownAlike_AndTheirSeatsBecomeFree()
    {
        for (var round = 0; round < 3; round++)
        {
            var names = new string[400];
            Parallel.For(0, names.Length, i => names[i] = Take($"room-{i % 2}", $"call-{round}-{i}", $"999{i}"));

            Assert.Equal(200, names.Where((_, i) => i % 2 == 0).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.Equal(200, names.Where((_, i) => i % 2 == 1).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            // The same 200 people call again and again: no more names than people.
            Assert.Contains("Telefon …34 (200)", names);
            Assert.DoesNotContain("Telefon …34 (201)", names);
            Parallel.For(0, names.Length, i => _seats.Release($"call-{round}-{i}"));
        }
    }

    private static Func<int, string> Choices(string name) => choice => choice == 1 ? name : $"{name} ({choice})";

    private string Take(string meeting, string call, string caller) => _seats.Take(meeting, call, caller, Choices("Telefon …34"));
}
