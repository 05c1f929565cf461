namespace DialIn.Tests.Trunks;

public class LeaseWalkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void WhateverHappens_NeverTwoMaySend_AndInTheEndOneDoes(ulong seed)
    {
        var walk = new LeaseWalk(seed);
        for (var hour = 0; hour < 6; hour++)
        {
            walk.Run(TimeSpan.FromHours(1), isCalm: false);
            walk.Run(TimeSpan.FromMinutes(10), isCalm: true);
            Assert.Equal(1, walk.Holders);
        }

        Assert.True(walk.HandOvers > 10, $"only {walk.HandOvers} changes of hands");
    }
}
