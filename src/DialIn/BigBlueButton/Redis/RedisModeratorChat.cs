using System.Collections.Concurrent;
using System.Security.Cryptography;
using DialIn.Announcements;
using DialIn.Pins;

namespace DialIn.BigBlueButton.Redis;

/// <summary>
/// Writes to one moderator in a private chat: asks for the chat, waits until it is there, writes, waits until that is told to its
/// participants. Nothing with the PIN goes anywhere but into a chat of the moderator and the sender. Thread-safe.
/// </summary>
internal sealed class RedisModeratorChat(IRedisLink link, DialInTexts texts, AnnounceOptions options, TimeProvider time) : IAnnouncer
{
    /// <summary>Stands in <see cref="AnnounceOptions.ChatSender"/> for the moderator who is written to.</summary>
    public const string ModeratorThemselves = "{moderator}";

    // bbb-apps-akka answers within milliseconds; a machine under load within a second or two.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    // Far more than are under way; against a server that answers nothing for days.
    private const int MaxRemembered = 20_000;

    private readonly RedisRequests _requests = new(time);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _wishes = new(StringComparer.Ordinal);

    // By chat, also what the server has not confirmed in time: a confirmation that comes late keeps the next attempt from writing again.
    private readonly ConcurrentDictionary<string, Writing> _written = new(StringComparer.Ordinal);

    // Wish of each moderator: a chat that comes late is used by the next attempt instead of making another.
    private readonly ConcurrentDictionary<(string Meeting, string User), string> _wishOf = new();

    /// <inheritdoc/>
    public AnnouncementWay Way => AnnouncementWay.ModeratorChat;

    /// <summary>Takes what the server told of chats.</summary>
    public void Take(RedisNews news)
    {
        switch (news)
        {
            case ChatOpened opened when _wishes.TryGetValue(opened.CorrelationId, out var wish):
                wish.TrySetResult(opened.ChatId);
                break;
            // Not what the moderator writes there.
            case ChatWritten written when _written.TryGetValue(written.ChatId, out var ours) && ours.CorrelationId == written.CorrelationId:
                ours.Done.TrySetResult();
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public async Task<AnnouncementOutcome> AnnounceAsync(AnnouncementJob job, Pin pin, Func<bool> mayTell, CancellationToken cancellationToken)
    {
        if (!link.IsConnected)
        {
            return AnnouncementOutcome.Unreachable;
        }

        var sender = options.ChatSender == ModeratorThemselves ? job.Recipient : options.ChatSender;
        var (chatId, failure) = await OpenAsync(job, sender, mayTell, cancellationToken);
        return chatId is null ? failure : await WriteAsync(job, sender, chatId, pin, mayTell);
    }

    private static string NewCorrelationId() => $"dialin-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";

    private async Task<(string? ChatId, AnnouncementOutcome Failure)> OpenAsync(AnnouncementJob job, string sender, Func<bool> mayTell, CancellationToken cancellationToken)
    {
        var key = (job.InternalId, job.Recipient);
        if (_wishOf.TryGetValue(key, out var earlier) && _wishes.TryGetValue(earlier, out var late) && late.Task.IsCompletedSuccessfully)
        {
            return (await late.Task, default);
        }

        if (!mayTell())
        {
            return (null, AnnouncementOutcome.Gone);
        }

        ForgetIfTooMany();
        var correlationId = NewCorrelationId();
        var wish = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _wishes[correlationId] = wish;
        if (_wishOf.TryGetValue(key, out var old))
        {
            _wishes.TryRemove(old, out _);
        }

        _wishOf[key] = correlationId;
        if (await link.PublishAsync(_requests.CreateChat(job.InternalId, sender, job.Recipient, correlationId)) == 0)
        {
            return (null, AnnouncementOutcome.Unreachable);
        }

        return await AnswerAsync(wish.Task, cancellationToken) ? (await wish.Task, default) : (null, AnnouncementOutcome.NoAnswer);
    }

    private async Task<AnnouncementOutcome> WriteAsync(AnnouncementJob job, string sender, string chatId, Pin pin, Func<bool> mayTell)
    {
        var isAgain = _written.TryGetValue(chatId, out var earlier);
        if (earlier?.Done.Task.IsCompletedSuccessfully == true)
        {
            _written.TryRemove(chatId, out _);
            return AnnouncementOutcome.Announced;
        }

        var writing = _written.GetOrAdd(chatId, static _ => new Writing(NewCorrelationId()));
        var outcome = await SendAsync(job, sender, chatId, pin, mayTell, writing);
        if (outcome == AnnouncementOutcome.Announced || (!isAgain && outcome != AnnouncementOutcome.NoAnswer))
        {
            _written.TryRemove(chatId, out _);
        }

        return outcome;
    }

    private async Task<AnnouncementOutcome> SendAsync(AnnouncementJob job, string sender, string chatId, Pin pin, Func<bool> mayTell, Writing writing)
    {
        var text = texts.ModeratorChat(job.Language ?? options.Language, pin);
        var message = _requests.Write(job.InternalId, sender, chatId, writing.CorrelationId, text);
        // The last moment at which it can be helped: they may have been demoted while the chat was made.
        if (!mayTell())
        {
            return AnnouncementOutcome.Gone;
        }

        var epoch = link.Epoch;
        var hearers = await link.PublishAsync(message);
        if (hearers == 0)
        {
            return AnnouncementOutcome.Unreachable;
        }

        // Once it is out, whether it was taken is worth the wait, also when we are being stopped.
        var isWritten = await AnswerAsync(writing.Done.Task, CancellationToken.None);
        // With the connection the answer is lost too. Where it was heard, writing again would most likely be the second time.
        return isWritten || (hearers > 0 && link.Epoch != epoch) ? AnnouncementOutcome.Announced : AnnouncementOutcome.NoAnswer;
    }

    private async Task<bool> AnswerAsync(Task answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.WaitAsync(AnswerWithin, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void ForgetIfTooMany()
    {
        if (_wishOf.Count > MaxRemembered || _written.Count > MaxRemembered)
        {
            _wishOf.Clear();
            _wishes.Clear();
            _written.Clear();
        }
    }

    // What we write into a chat, under one name however often: whichever of them is confirmed, it was read.
    private sealed record Writing(string CorrelationId)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
