using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using DialIn.Pins;

namespace DialIn.Operations.Console;

/// <summary>What the console calls a meeting, as <see cref="ConsoleOptions.Meetings"/> says. Thread-safe.</summary>
/// <param name="options">What is shown.</param>
/// <param name="pins">Who knows the names.</param>
/// <param name="key">The key of the hashes.</param>
/// <param name="time">The clock.</param>
internal sealed class MeetingLabels(ConsoleOptions options, IPinStore pins, ReadOnlyMemory<byte> key, TimeProvider time)
{
    // A name that the front end changes shows a minute later.
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    private const int Most = 5_000;
    private const int HashBytes = 5;

    private static readonly byte[] Purpose = "console meeting "u8.ToArray();

    private readonly ConcurrentDictionary<string, (string Label, long At)> _names = new(StringComparer.Ordinal);

    /// <summary>The label of a meeting; <see langword="null"/> for none.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    public async ValueTask<string?> OfAsync(string? meetingId, CancellationToken cancellationToken) => meetingId is null ? null : options.Meetings switch
    {
        MeetingLabel.Hash => HashOf(meetingId, key.Span),
        MeetingLabel.Name => await NameOfAsync(meetingId, cancellationToken),
        _ => meetingId,
    };

    /// <summary>A name for one run of a meeting, from its internal id, which holds a hash of the external one that anybody can make.</summary>
    public string IdOf(string internalId) => HashOf(internalId, key.Span);

    /// <summary>A keyed hash: without the key nobody finds the meeting by trying ids.</summary>
    internal static string HashOf(string meetingId, ReadOnlySpan<byte> key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, [.. Purpose, .. Encoding.UTF8.GetBytes(meetingId)]).AsSpan(0, HashBytes));

    private async ValueTask<string> NameOfAsync(string meetingId, CancellationToken cancellationToken)
    {
        if (_names.TryGetValue(meetingId, out var known) && time.GetElapsedTime(known.At) < Keep)
        {
            return known.Label;
        }

        if (_names.Count >= Most)
        {
            _names.Clear();
        }

        var label = (await pins.FindByMeetingAsync(meetingId, cancellationToken))?.Name ?? meetingId;
        _names[meetingId] = (label, time.GetTimestamp());
        return label;
    }
}
