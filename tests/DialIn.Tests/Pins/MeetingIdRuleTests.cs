using DialIn.Pins;

namespace DialIn.Tests.Pins;

public class MeetingIdRuleTests
{
    [Theory]
    [InlineData("ab")]
    [InlineData("math-101")]
    [InlineData("a b")]
    [InlineData("Käse [rot] / 3")]
    public void IsValid_WhatBbbTakes_IsTrue(string id) => Assert.True(MeetingIdRule.IsValid(id));

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
    public void IsValid_WhatBbbRefuses_IsFalse(string? id) => Assert.False(MeetingIdRule.IsValid(id));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void IsValid_LongId_EndsAt256(int length, bool valid) => Assert.Equal(valid, MeetingIdRule.IsValid(new string('x', length)));
}
