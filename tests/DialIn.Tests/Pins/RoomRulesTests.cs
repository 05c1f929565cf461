using DialIn.Pins;

namespace DialIn.Tests.Pins;

public class RoomRulesTests
{
    [Theory]
    [InlineData("ab")]
    [InlineData("math-101")]
    [InlineData("a b")]
    [InlineData("Käse [rot] / 3")]
    public void IsMeetingId_WhatBbbTakes_IsTrue(string id) => Assert.True(RoomRules.IsMeetingId(id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a,b")]
    [InlineData(" ab")]
    [InlineData("ab ")]
    [InlineData("ab\u00a0")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[31mb")]
    public void IsMeetingId_WhatBbbRefuses_IsFalse(string? id) => Assert.False(RoomRules.IsMeetingId(id));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void IsMeetingId_LongId_EndsAt256(int length, bool valid) => Assert.Equal(valid, RoomRules.IsMeetingId(new string('x', length)));

    [Theory]
    [InlineData("Käse, \"und\" Wein", true)]
    [InlineData("", false)]
    [InlineData("a\ab", false)]
    public void IsName_AnythingThatCanBeRead(string name, bool valid) => Assert.Equal(valid, RoomRules.IsName(name));

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void IsName_LongName_EndsAt200(int length, bool valid) => Assert.Equal(valid, RoomRules.IsName(new string('x', length)));

    [Theory]
    [InlineData("de", true)]
    [InlineData("pt_BR", true)]
    [InlineData("de-DE-1996-x-abc", true)]
    [InlineData("de-DE-1996-x-abcd", false)]
    [InlineData("", false)]
    [InlineData("Käse", false)]
    [InlineData("de DE", false)]
    public void IsLanguage_AsTagsAreWritten(string language, bool valid) => Assert.Equal(valid, RoomRules.IsLanguage(language));
}
