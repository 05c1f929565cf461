using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Simulator.Tests;

/// <summary>A carrier and a BBB server for one test, each on an address of its own.</summary>
public abstract class Simulation : IAsyncLifetime
{
    protected const string Room = "70066";

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(3));

    /// <summary>Cancelled when a test takes longer than it ever should.</summary>
    protected CancellationToken Patience => _patience.Token;

    protected virtual SimulatedBbbServerOptions ServerOptions => new();

    protected virtual SimulatedCarrierOptions CarrierOptions => new();

    protected SimulatedBbbServer Server { get; private set; } = null!;

    protected SimulatedCarrier Carrier { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = new SimulatedBbbServer(ServerOptions with { Address = LoopbackAddress.Next() }, TimeProvider.System, NullLoggerFactory.Instance);
        Carrier = new SimulatedCarrier(CarrierOptions with { Address = LoopbackAddress.Next() }, TimeProvider.System, NullLoggerFactory.Instance);
        await Server.StartAsync(Patience);
        await Carrier.StartAsync(Patience);
        Server.CreateMeeting(new MeetingRequest("room", "Room") { VoiceBridge = Room });
    }

    public async ValueTask DisposeAsync()
    {
        await Carrier.DisposeAsync();
        await Server.DisposeAsync();
        _patience.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static PcmClip Sine(double hz, double seconds) => Tone.Sine(hz, TimeSpan.FromSeconds(seconds), 16000, -15);

    protected CarrierCall Call(string to = Room, string from = "900012345", SipProtocol protocol = SipProtocol.Udp) => new()
    {
        From = from,
        FromDisplayName = "Telefon …" + from[^2..],
        To = to,
        Direct = new SipEndPoint(protocol, protocol == SipProtocol.Udp ? Server.SipEndPoint : Server.SipTcpEndPoint),
        Codecs = [AudioCodec.Pcma],
    };

    /// <summary>A task was cut off, and not because the test itself lost patience: that would look just the same.</summary>
    protected async Task AssertCutOffAsync(Task task)
    {
        await task.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.False(Patience.IsCancellationRequested, "nobody cut it off");
        Assert.True(task.IsCanceled, $"it is {task.Status}");
    }

    protected async Task<SimulatedCall> PlaceAnsweredAsync(CarrierCall call)
    {
        var placed = await Carrier.PlaceCallAsync(call, Patience);
        var answer = await placed.Answered.WaitAsync(Patience);
        Assert.True(answer.IsAnswered, $"{answer.StatusCode} {answer.Reason}");
        return placed;
    }
}
