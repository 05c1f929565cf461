using DialIn.Announcements;
using DialIn.Pins;
using Microsoft.Extensions.Logging;

namespace DialIn.Calls;

/// <summary>What a meeting sees as the name of each of its callers. Thread-safe.</summary>
/// <param name="options">The operator's choice.</param>
/// <param name="texts">The word for "telephone" in each language.</param>
/// <param name="store">Names that the front end has given.</param>
/// <param name="key">The operator's key, see <see cref="IPseudonymKeyStore"/>.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class CallerNames(
    CallerNamesOptions options, DialInTexts texts, ICallerNameStore store, ReadOnlyMemory<byte> key, TimeProvider time, ILogger<CallerNames> logger)
{
    // The caller types a PIN meanwhile. A store that takes longer must not be what the meeting waits for.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly MeetingSeats _seats = new(time);

    /// <summary>Gives a name for a number, or takes it back.</summary>
    /// <param name="caller">The number; not a withheld one.</param>
    /// <param name="name">The name, as <see cref="DisplayName.Clean"/> leaves it; null to take it back.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public Task GiveAsync(CallerNumber caller, string? name, CancellationToken cancellationToken) => name is null
        ? store.DeleteAsync(KeyOf(caller), cancellationToken)
        : store.PutAsync(KeyOf(caller), name, time.GetUtcNow(), cancellationToken);

    /// <summary>The name that the front end has given for a caller; null if none, or if the store does not answer.</summary>
    public async Task<string?> GivenAsync(CallFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Caller.IsWithheld)
        {
            return null;
        }

        try
        {
            return await store.FindAsync(KeyOf(facts.Caller), cancellationToken).WaitAsync(AnswerWithin, time, cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
        {
            DialInLog.CallerNameUnknown(logger, facts.Id, fault);
            return null;
        }
    }

    /// <summary>The name of a call in a meeting: that which was given, else one of the operator's style. No other call in the meeting has it.</summary>
    /// <param name="meetingId">The meeting.</param>
    /// <param name="facts">The call.</param>
    /// <param name="pseudonym">The caller's pseudonym.</param>
    /// <param name="given">What the front end has given; null if nothing.</param>
    public string Take(string meetingId, CallFacts facts, Pseudonym pseudonym, string? given)
    {
        var name = DisplayName.Clean(given);
        if (name is null && options.Style == CallerNameStyle.Numbered)
        {
            return _seats.Take(meetingId, facts.Id, pseudonym.Number, choice => Styled(TextId.NumberedCaller, $"{choice}"));
        }

        var digits = facts.Caller.LastDigitsOf(options.Digits);
        var first = name ?? Styled(TextId.Caller, digits.Length > 0 ? $"…{digits}" : pseudonym.Letters);
        return _seats.Take(meetingId, facts.Id, pseudonym.Number, choice => choice == 1 ? first : $"{first} ({choice})");

        // Only an operator's own text could be a name that BBB refuses; then what makes it different is the name.
        string Styled(TextId id, string value) =>
            DisplayName.Clean(texts.CallerName(id, facts.Languages[0], value)) is { } styled && styled.Contains(value, StringComparison.Ordinal) ? styled : $"Phone {value}";
    }

    /// <summary>The call is over; its name stays the caller's for a while.</summary>
    public void Release(string callId) => _seats.Release(callId);

    /// <summary>Under which key the name for a number is stored.</summary>
    public static string KeyOf(CallerNumber caller, ReadOnlySpan<byte> key) => CallerKey.For("name", caller, key);

    private string KeyOf(CallerNumber caller) => KeyOf(caller, key.Span);
}
