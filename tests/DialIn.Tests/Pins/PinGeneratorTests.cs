using DialIn.Pins;

namespace DialIn.Tests.Pins;

public class PinGeneratorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(12)]
    public void Next_AnyLength_HasThatManyDigitsNoneTrivialNoLeadingZero(int length)
    {
        var generator = new PinGenerator(length);
        for (var i = 0; i < 2_000; i++)
        {
            var digits = generator.Next().Reveal();
            Assert.Equal(length, digits.Length);
            Assert.NotEqual('0', digits[0]);
            Assert.False(TrivialPins.IsTrivial(digits, []));
        }
    }

    [Fact]
    public void Next_WithPhoneNumbers_NeverLooksLikeOne()
    {
        // It has every five digits that begin with 1, which are one PIN in nine, and more.
        var number = $"+{string.Concat(Enumerable.Range(10_000, 10_000))}";
        var generator = new PinGenerator(5, [number]);
        for (var i = 0; i < 60; i++)
        {
            Assert.DoesNotContain(generator.Next().Reveal(), number, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Next_ManyPins_UsesEveryDigitEquallyOften()
    {
        const int count = 20_000;
        var generator = new PinGenerator(9);
        var counts = new int[9, 10];
        for (var i = 0; i < count; i++)
        {
            var digits = generator.Next().Reveal();
            for (var place = 0; place < 9; place++)
            {
                counts[place, digits[place] - '0']++;
            }
        }

        for (var place = 0; place < 9; place++)
        {
            var possible = place == 0 ? 9 : 10;
            var expected = count / (double)possible;
            var chiSquared = Enumerable.Range(10 - possible, possible).Sum(digit => Math.Pow(counts[place, digit] - expected, 2) / expected);
            // Nine degrees of freedom: a fair source passes 60 once in 700 million times.
            Assert.InRange(chiSquared, 0, 60);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(13)]
    public void Constructor_LengthOutOfRange_Throws(int length) => Assert.Throws<ArgumentOutOfRangeException>(() => new PinGenerator(length));

    [Fact]
    public async Task GenerateAsync_SomeExistAlready_AddsAsManyNewOnesAsAsked()
    {
        // Of 90,000 five-digit PINs two thirds exist: most draws hit one of those.
        var store = new SetOfPins();
        var generator = new PinGenerator(5);
        await generator.GenerateAsync(store, 60_000, Token);
        await generator.GenerateAsync(store, 5_000, Token);

        Assert.Equal(65_000, store.Pins.Count);
    }

    [Fact]
    public async Task GenerateAsync_MoreThanExist_SaysThatLongerOnesAreDue()
    {
        var store = new SetOfPins();

        var fault = await Assert.ThrowsAsync<PinSpaceExhaustedException>(() => new PinGenerator(5).GenerateAsync(store, 95_000, Token));

        Assert.Contains("DialIn:Pins:Length to 6", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"Only {store.Pins.Count} of 95000", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_KeepsWhatWasAdded()
    {
        using var stop = new CancellationTokenSource();
        var store = new SetOfPins { Added = stop.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PinGenerator(9).GenerateAsync(store, 300_000, stop.Token));

        Assert.InRange(store.Pins.Count, 1, 299_999);
    }

    /// <summary>Knows which PINs exist, and nothing else.</summary>
    private sealed class SetOfPins : IPinStore
    {
        public HashSet<Pin> Pins { get; } = [];

        public Action Added { get; init; } = static () => { };

        public Task<int> AddAsync(IReadOnlyCollection<Pin> pins, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var added = pins.Count(Pins.Add);
            Added();
            return Task.FromResult(added);
        }

        public Task<Reservation> AssignAsync(string meetingId, DateTimeOffset? until, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PinPoolCounts> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<int>> LengthsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
