using System.Security.Cryptography;

namespace DialIn.Pins;

/// <summary>
/// Makes PINs from a cryptographic random source, never from anything about a meeting. Uniform over all numbers of the
/// length that do not start with 0 (a spreadsheet would drop it) and are not <see cref="TrivialPins">trivial</see>. Holds no state; thread-safe.
/// </summary>
internal sealed class PinGenerator
{
    // Each batch is one transaction of a fraction of a second: a running service does not wait noticeably for the write lock.
    private const int BatchSize = 25_000;

    private readonly int _length;
    private readonly IReadOnlyList<string> _phoneNumbers;

    /// <param name="length">Digits of a PIN, 5 to 12.</param>
    /// <param name="phoneNumbers">Our telephone numbers, which no PIN looks like.</param>
    public PinGenerator(int length, IEnumerable<string>? phoneNumbers = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Pin.MinLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Pin.MaxLength);
        (_length, _phoneNumbers) = (length, [.. (phoneNumbers ?? []).Select(TrivialPins.DigitsOf)]);
    }

    /// <summary>One PIN. It may exist in a store already.</summary>
    public Pin Next()
    {
        Span<char> digits = stackalloc char[_length];
        Pin pin;
        do
        {
            RandomNumberGenerator.GetItems("0123456789", digits);
        }
        while (digits[0] == '0' || TrivialPins.IsTrivial(digits, _phoneNumbers) || !Pin.TryParse(digits, out pin));

        return pin;
    }

    /// <summary>Puts new PINs into a store, each of which was not there before.</summary>
    /// <param name="store">Where they go.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Stops between two batches; what was added stays.</param>
    /// <exception cref="PinSpaceExhaustedException">Most PINs of this length are taken. What was added stays.</exception>
    public async Task GenerateAsync(IPinStore store, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        // Four tries for each are plenty until three quarters of all PINs of the length are taken. Then longer ones are due.
        var tries = (4L * count) + 64;
        var missing = count;
        while (missing > 0)
        {
            var batch = NextBatch((int)Math.Min(Math.Min(missing, BatchSize), tries));
            if (batch.Count == 0)
            {
                throw new PinSpaceExhaustedException(_length, count - missing, count);
            }

            tries -= batch.Count;
            missing -= await store.AddAsync(batch, cancellationToken);
        }
    }

    private List<Pin> NextBatch(int size)
    {
        var batch = new List<Pin>(size);
        for (var i = 0; i < size; i++)
        {
            batch.Add(Next());
        }

        return batch;
    }
}
