using System.Threading.Channels;
using DialIn.Simulator.Meetings;
using StackExchange.Redis;

namespace DialIn.Simulator.Redis;

/// <summary>Connects a simulated server to its Redis: publishes what happens, takes what is asked. Safe to use from any thread.</summary>
internal sealed class AkkaBus : IAsyncDisposable
{
    // Unbounded: a test makes hundreds of messages, not millions.
    private readonly Channel<(string Channel, string Message)> _out = Channel.CreateUnbounded<(string, string)>();
    private readonly ConnectionMultiplexer _redis;
    private readonly AkkaMessage _messages;
    private readonly Task _pump;

    private AkkaBus(ConnectionMultiplexer redis, AkkaMessage messages) => (_redis, _messages, _pump) = (redis, messages, PumpAsync(redis.GetSubscriber(), _out.Reader));

    /// <summary>Connects.</summary>
    /// <exception cref="RedisConnectionException">There is no Redis.</exception>
    public static async Task<AkkaBus> ConnectAsync(SimulatedBbbServerOptions options, MeetingBook meetings, TimeProvider time)
    {
        var configuration = ConfigurationOptions.Parse(options.Redis!);
        configuration.Password = options.RedisPassword;
        var redis = await ConnectionMultiplexer.ConnectAsync(configuration);
        var messages = new AkkaMessage(options.Version, time);
        var bus = new AkkaBus(redis, messages);
        var apps = new AkkaApps(meetings, options, messages, time);
        // Handlers of one queue run one after the other.
        (await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(AkkaApps.To))).OnMessage(message =>
        {
            foreach (var answer in AkkaRequest.Read(message.Message.ToString()) is { } request ? apps.Handle(request) : [])
            {
                bus._out.Writer.TryWrite(answer);
            }
        });
        return bus;
    }

    /// <summary>Publishes what happened.</summary>
    public void Tell(MeetingNotice notice)
    {
        foreach (var message in _messages.Of(notice))
        {
            _out.Writer.TryWrite((AkkaApps.From, message));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _out.Writer.TryComplete();
        await _pump;
        await _redis.DisposeAsync();
    }

    private static async Task PumpAsync(ISubscriber redis, ChannelReader<(string Channel, string Message)> messages)
    {
        await foreach (var (channel, message) in messages.ReadAllAsync())
        {
            try
            {
                await redis.PublishAsync(RedisChannel.Literal(channel), message);
            }
            catch (RedisException)
            {
                // A Redis that is down loses what is published meanwhile.
            }
        }
    }
}
