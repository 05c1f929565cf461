using DialIn.Pins;

namespace DialIn.Tests.Pins;

public class PinFileTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 24, 9, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void WriteAndRead_EverythingComesBack()
    {
        PinRecord[] records =
        [
            new("481205937".ToPin(), PinState.Reserved, "math-101", Since),
            new("012045".ToPin(), PinState.Reserved, "say \"hi\"; Käse/🎓", Since, Since.AddDays(3), "Käse, \"und\" Wein", "de-AT", IsByCreate: true),
            new("330218".ToPin(), PinState.Reserved, "seminar-4", Since, null, "Seminar"),
            new("330219".ToPin(), PinState.Reserved, "seminar-5", Since, null, null, "en"),
            new("77889".ToPin(), PinState.Quarantined, Since: Since),
            new("440218".ToPin(), PinState.Free),
        ];
        using var written = new StringWriter { NewLine = "\n" };
        PinFile.Write(records, written);

        Assert.Equal("pin,state,meeting,since,until,name,language,by\n481205937,reserved,math-101,2026-11-24T09:00:00.123Z,,,,", string.Join('\n', written.ToString().Split('\n')[..2]));
        Assert.Equal(records, Read(written.ToString()).Records);
    }

    [Theory]
    [InlineData("481205937,quarantined,,,,Seminar,,", "only a reserved PIN has a name, a language and who reserved it")]
    [InlineData("481205937,free,,,,,de,", "only a reserved PIN has a name, a language and who reserved it")]
    [InlineData("481205937,free,,,,,,create", "only a reserved PIN has a name, a language and who reserved it")]
    [InlineData("481205937,,room,,,a\ab,,", "a name has up to 200 characters and no control character")]
    [InlineData("481205937,,room,,,,Deutsch!,", "a language is written as de or en")]
    [InlineData("481205937,,room,,,,,me", "who reserved it is create, or nothing")]
    public void Read_BadWordsAboutARoom_AreNamed(string line, string reason)
    {
        var (records, faults) = Read($"pin,state,meeting,since,until,name,language,by\n110022,,first,,,,,CREATE\n{line}");

        Assert.Equal(reason, Assert.Single(faults).Reason);
        Assert.True(Assert.Single(records).IsByCreate);
    }

    [Theory]
    [InlineData("pin,meeting\n481 205 937,math-101\n")]
    [InlineData("pin,state,meeting,since,until\n481205937,reserved,math-101,,\n")]
    [InlineData("PIN;Meeting\n481205937;math-101\n")]
    [InlineData("Meeting\tPIN\nmath-101\t481205937")]
    [InlineData("\"meeting\",\"pin\"\r\n\"math-101\",\"481205937\"\r\n\r\n")]
    public void Read_AsSpreadsheetsAndPeopleWriteIt_IsAReservedPin(string text)
    {
        var (records, faults) = Read(text);
        Assert.Empty(faults);
        Assert.Equal(new PinRecord("481205937".ToPin(), PinState.Reserved, "math-101"), Assert.Single(records));
    }

    [Theory]
    [InlineData("4812,,room,,", "the PIN is not 5 to 12 digits")]
    [InlineData("4.81205937E8,,room,,", "the PIN is not 5 to 12 digits")]
    [InlineData("481205937", "must have 5 fields, as the first line")]
    [InlineData("481205937,taken,room,,", "the state is none of free, reserved, quarantined")]
    [InlineData("481205937,1,room,,", "the state is none of free, reserved, quarantined")]
    [InlineData("481205937,\"free,quarantined\",,,", "the state is none of free, reserved, quarantined")]
    [InlineData("481205937,reserved,,,", "a meeting id has 2 to 256 characters, no comma, no control character, and no blank at either end")]
    [InlineData("481205937,,\"a,b\",,", "a meeting id has 2 to 256 characters, no comma, no control character, and no blank at either end")]
    [InlineData("481205937,free,room,,", "only a reserved PIN has a meeting")]
    [InlineData("481205937,,room,yesterday,", "a time is not written as 2026-12-24T18:00:00Z")]
    [InlineData("481205937,,room,03/04/2026,", "a time is not written as 2026-12-24T18:00:00Z")]
    [InlineData("481205937,,room,,18:00", "a time is not written as 2026-12-24T18:00:00Z")]
    [InlineData("481205937,quarantined,,,2026-12-24", "only a reserved PIN has an end")]
    [InlineData("481205937,,\"room,,", "must have 5 fields, as the first line")]
    [InlineData("481205937,,\"room\"x,,", "must have 5 fields, as the first line")]
    [InlineData("110022,,other,,", "the PIN stands on line 2 already")]
    [InlineData("481205937,,first,,", "the meeting stands on line 2 already")]
    public void Read_BadLine_IsNamedByNumberAndReason_AndItsContentIsNotRepeated(string line, string reason)
    {
        var (records, faults) = Read($"pin,state,meeting,since,until\n110022,,first,,\n\n{line}\n990077,,last,,");

        var fault = Assert.Single(faults);
        Assert.Equal((4, reason), (fault.Line, fault.Reason));
        Assert.Equal(["first", "last"], records.Select(static record => record.MeetingId));
        Assert.DoesNotContain("481205937", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("481205937,math-101")]
    [InlineData("pin,room")]
    [InlineData("pin,pin")]
    [InlineData("meeting,state")]
    public void Read_WithoutALineOfNames_IsOneFault(string text)
    {
        var (records, faults) = Read($"{text}\n481205937,math-101\n");
        Assert.Empty(records);
        Assert.Equal(1, Assert.Single(faults).Line);
    }

    [Fact]
    public void Read_AnyBytes_NeverThrows()
    {
        var random = new Random(4);
        for (var i = 0; i < 3_000; i++)
        {
            var text = new string(random.GetItems<char>("\",;\t\n\r 0123456789pinmeetgsauc:-TZ".AsSpan(), random.Next(80)));
            _ = Read($"pin,state,meeting,since,until\n{text}");
            _ = Read(text);
        }
    }

    private static (IReadOnlyList<PinRecord> Records, IReadOnlyList<LineFault> Faults) Read(string text)
    {
        using var reader = new StringReader(text);
        var lines = PinFile.Read(reader, out var faults);
        return ([.. lines.Select(static line => line.Record)], faults);
    }
}
