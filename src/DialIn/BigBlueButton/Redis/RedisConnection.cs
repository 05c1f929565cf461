using DialIn.Announcements;
using DialIn.Meetings;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace DialIn.BigBlueButton.Redis;

/// <summary>
/// The connection to one server's Redis: hears what bbb-apps-akka tells, in order, and says something to it. After each loss it asks who is
/// in the meetings, since nobody repeats what was told meanwhile. <see cref="RunAsync"/> has one owner; the rest is thread-safe.
/// </summary>
internal sealed class RedisConnection(ServerOptions server, string baseFolder, MeetingDirectory meetings, TimeProvider time, ILogger logger) : IRedisLink
{
    private const string FromAkka = "from-akka-apps-redis-channel";
    private const string ToAkka = "to-akka-apps-redis-channel";

    // Answers to the question for all meetings come here.
    private const string ToClient = "to-html5-redis-channel";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // So long without a connection, and it is made anew: the password may have been changed in its file.
    private static readonly TimeSpan NewAfter = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private readonly RedisMessageReader _reader = new(server.Name);
    private readonly RedisRequests _requests = new(time);
    private readonly UnlistedMeetings _unlisted = new(time);
    private volatile ConnectionMultiplexer? _redis;
    private int _epoch;
    private volatile bool _isConnected;
    private bool _isLossSaid;
    private ServerAnnouncer? _announcer;
    private RedisModeratorChat? _chats;

    /// <inheritdoc/>
    public bool IsConnected => _isConnected;

    /// <inheritdoc/>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <inheritdoc/>
    public async Task<long?> PublishAsync(string message)
    {
        try
        {
            return _redis is { } redis ? await redis.GetSubscriber().PublishAsync(RedisChannel.Literal(ToAkka), message) : 0;
        }
        catch (Exception fault) when (fault is TimeoutException or RedisConnectionException { CommandStatus: CommandStatus.Sent })
        {
            return null;
        }
        catch (Exception fault) when (fault is RedisException or ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <summary>Says who takes what is told; before the start.</summary>
    public void Attach(ServerAnnouncer announcer, RedisModeratorChat chats) => (_announcer, _chats) = (announcer, chats);

    /// <summary>Asks who is in a meeting; a server that does not answer is asked for all meetings.</summary>
    public async Task AskForUsersAsync(string internalId)
    {
        _unlisted.Ask(internalId);
        await PublishAsync(_requests.AskForUsers(internalId));
    }

    /// <summary>Keeps the connection until told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await RunOnceAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service ends.
        }
    }

    /// <summary>The options of the library.</summary>
    /// <exception cref="IOException">The password file cannot be read.</exception>
    public static ConfigurationOptions Options(AnnounceOptions announce, string baseFolder)
    {
        var options = ConfigurationOptions.Parse(announce.Redis!);
        options.ClientName = "dialin";
        options.AbortOnConnectFail = false;
        options.Ssl = announce.RedisTls;
        options.User = announce.RedisUser;
        options.Password = announce.RedisPasswordFile is { } file ? File.ReadLines(Path.GetFullPath(file, baseFolder)).FirstOrDefault() : null;
        return options;
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        ConnectionMultiplexer? redis = null;
        try
        {
            redis = await ConnectionMultiplexer.ConnectAsync(Options(server.Announce, baseFolder));
            // What was lost has to be known before the first message after it is read.
            redis.ConnectionFailed += (_, _) => Lost();
            redis.ConnectionRestored += (_, _) => Lost();
            foreach (var channel in (string[])[FromAkka, ToClient])
            {
                (await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel))).OnMessage(message => Take(message.Message));
            }

            _redis = redis;
            await WatchAsync(redis, cancellationToken);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            SayLost(fault is RedisException or TimeoutException ? "it does not answer, or refuses the password" : "its password file cannot be read");
            await Task.Delay(NewAfter, time, cancellationToken);
        }
        finally
        {
            _redis = null;
            Lost();
            await CloseAsync(redis);
        }
    }

    private async Task CloseAsync(ConnectionMultiplexer? redis)
    {
        try
        {
            await (redis?.CloseAsync(allowCommandsToComplete: false) ?? Task.CompletedTask).WaitAsync(AnswerWithin, time);
        }
        catch (Exception fault) when (fault is TimeoutException or RedisException)
        {
            // It is closed by the system when the process ends.
        }
    }

    private async Task WatchAsync(ConnectionMultiplexer redis, CancellationToken cancellationToken)
    {
        var lostAt = time.GetTimestamp();
        while (true)
        {
            var isUp = redis.GetSubscriber().IsConnected(RedisChannel.Literal(FromAkka));
            if (isUp && !_isConnected)
            {
                // What was said before the loss may have been read after it: who was a moderator then need not be one now.
                _announcer?.ForgetUsers();
                _isConnected = true;
                _isLossSaid = false;
                DialInLog.RedisConnected(logger, server.Name);
                await AskForUsersAsync();
            }

            if (isUp)
            {
                lostAt = time.GetTimestamp();
                await AskAgainAsync();
            }
            else if (time.GetElapsedTime(lostAt) > AnswerWithin)
            {
                SayLost("no connection");
            }

            if (time.GetElapsedTime(lostAt) > NewAfter)
            {
                return;
            }

            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    private async Task AskForUsersAsync()
    {
        _unlisted.Reset();
        foreach (var meeting in meetings.RunningOn(server.Name))
        {
            await AskForUsersAsync(meeting.InternalId);
        }
    }

    private async Task AskAgainAsync()
    {
        if (_unlisted.TakeDue([.. meetings.RunningOn(server.Name).Select(static meeting => meeting.InternalId)]))
        {
            await PublishAsync(_requests.AskForAll());
        }
    }

    private void Take(RedisValue message)
    {
        foreach (var news in _reader.Read((ReadOnlyMemory<byte>)message))
        {
            if (news is not EventNews told)
            {
                _chats?.Take(news);
                continue;
            }

            Tell(told);
        }
    }

    private void Tell(EventNews told)
    {
        if (told.Meeting is { } meeting)
        {
            meetings.MeetingCreated(meeting, time.GetTimestamp());
        }
        else if (told.Told is MeetingClosed)
        {
            _unlisted.Close(told.Told.InternalId);
            meetings.MeetingEnded(server.Name, told.Told.InternalId, time.GetTimestamp(), told.IsForced);
        }

        if (told.Told is UsersListed or MeetingHeard)
        {
            _unlisted.Take(told.Told.InternalId);
        }

        _announcer?.Hear(told.Told);
    }

    private void Lost()
    {
        Interlocked.Increment(ref _epoch);
        _isConnected = false;
        _announcer?.ForgetUsers();
    }

    private void SayLost(string reason)
    {
        if (!_isLossSaid)
        {
            _isLossSaid = true;
            DialInLog.RedisLost(logger, server.Name, reason);
        }
    }
}
