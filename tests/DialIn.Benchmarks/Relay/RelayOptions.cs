using DialIn.Media.Relay;

namespace DialIn.Benchmarks.Relay;

/// <summary>What is measured, and for how long.</summary>
internal sealed record RelayOptions
{
    /// <summary>The share of lost and late packets from which a relay counts as overrun.</summary>
    public const double MostFailed = 0.001;

    public const string Direct = "direct";
    public const string Floor = "floor";
    public const string DialIn = "dialin";
    public const string Rtpengine = "rtpengine";

    private static readonly int[] Given = [50, 200, 500, 1000];
    private const int Step = 500;
    private const int Most = 7000;

    public required IReadOnlyList<string> Systems { get; init; }

    public required IReadOnlyList<int> Calls { get; init; }

    public required int Rounds { get; init; }

    public required double WarmUp { get; init; }

    public required double Seconds { get; init; }

    /// <summary>The threads that each relay has; by default as many as the media loop takes on this machine.</summary>
    public int Threads { get; init; } = new MediaLoopOptions().Threads;

    /// <summary>The given numbers of calls; without any, the usual ones and then more and more.</summary>
    public IEnumerable<int> CallCounts() => Calls.Count > 0 ? Calls : Given.Concat(Enumerable.Range(1, (Most - Given[^1]) / Step).Select(static step => Given[^1] + (step * Step)));

    /// <summary>A relay's name for people.</summary>
    public static string Title(string system) => system switch
    {
        Direct => "none",
        Floor => "bare relay in C",
        DialIn => "DialIn",
        _ => system,
    };

    /// <summary>Starts a relay; null for the load that goes straight to its other side.</summary>
    /// <param name="system">Its name; after a colon another build of it, to compare two in one run.</param>
    public IRelay? Start(string system) => system.Split(':', 2) switch
    {
        [Direct] => null,
        [Floor] => new BareRelay(BareRelay.Source, Threads),
        [Floor, var source] => new BareRelay(source, Threads),
        [DialIn] => new MediaPlaneRelay(ChildProcess.Self, Threads),
        [DialIn, var program] => new MediaPlaneRelay(program, Threads),
        [Rtpengine] => new RtpengineRelay(Threads),
        _ => throw new BenchmarkException($"There is no {system}: {Direct}, {Floor}, {DialIn} or {Rtpengine}"),
    };
}
