using System.Threading.Channels;
using DialIn.Announcements;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>Announcements in the order in which they were recorded.</summary>
internal sealed class MemoryAnnouncements : IAnnouncementStore
{
    private readonly Channel<Announcement> _recorded = Channel.CreateUnbounded<Announcement>();

    /// <summary>How many nobody asked for.</summary>
    public int Count => _recorded.Reader.Count;

    /// <summary>What each record waits for; throws what each record throws.</summary>
    public Func<Task> Before { get; set; } = static () => Task.CompletedTask;

    /// <summary>Waits for the next one.</summary>
    public Task<Announcement> NextAsync(CancellationToken cancel) => _recorded.Reader.ReadAsync(cancel).AsTask().WaitAsync(Limits.Generous, cancel);

    public async Task RecordAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        await Before();
        await _recorded.Writer.WriteAsync(announcement, cancellationToken);
    }

    public Task<bool> TryBeginAsync(Announcement announcement, DateTimeOffset staleBefore, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Announcement>> ListMeetingsAsync((DateTimeOffset LastAt, string ServerName, string InternalId)? after, int limit, bool isFailed, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<Announcement>> OfMeetingsAsync(string serverName, IReadOnlyCollection<string> internalIds, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Announcement>> OfMeetingAsync(string serverName, string internalId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken) => throw new NotSupportedException();
}
