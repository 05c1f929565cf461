using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Relay;

/// <summary>
/// A bad way from a source: loses a tenth of its packets in bursts of four on average (Gilbert's model: a good state that loses
/// nothing, a bad one that loses all), brings some twice, and some late. The same in every run.
/// </summary>
/// <param name="seed">Another one, another course.</param>
/// <param name="reorders">Whether packets come late.</param>
internal sealed class LossyNetwork(ulong seed, bool reorders)
{
    private const double LeavesGood = 0.1 / 0.9 / 4;
    private const double LeavesBad = 1.0 / 4;
    private const double Twice = 0.02;
    private const double Later = 0.03;

    private readonly SeededRandom _random = new(seed);
    private readonly SortedDictionary<int, List<byte[]>> _onTheWay = [];
    private bool _isBad;
    private int _run;

    /// <summary>Lengths of the runs of packets that were lost, one after the other.</summary>
    public List<int> LostRuns { get; } = [];

    /// <summary>Packets that come twice.</summary>
    public int Doubled { get; private set; }

    /// <summary>Packets that come after later ones.</summary>
    public int Delayed { get; private set; }

    /// <summary>A packet sets out.</summary>
    /// <param name="slot">When, in periods of 20 ms.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="isSafe">Whether nothing happens to it.</param>
    public void Send(int slot, byte[] packet, bool isSafe)
    {
        _isBad = !isSafe && (_isBad ? !Chance(LeavesBad) : Chance(LeavesGood));
        if (_isBad)
        {
            _run++;
            return;
        }

        EndRun();
        var arrival = slot;
        if (!isSafe && reorders && Chance(Later))
        {
            Delayed++;
            arrival += 1 + _random.Next(2);
        }

        Arrives(arrival, packet);
        if (!isSafe && Chance(Twice))
        {
            Doubled++;
            Arrives(arrival + _random.Next(3), packet);
        }
    }

    /// <summary>What arrives in a period.</summary>
    public IReadOnlyList<byte[]> Take(int slot) => _onTheWay.Remove(slot, out var packets) ? packets : [];

    private void EndRun()
    {
        if (_run > 0)
        {
            LostRuns.Add(_run);
            _run = 0;
        }
    }

    private void Arrives(int slot, byte[] packet)
    {
        if (!_onTheWay.TryGetValue(slot, out var packets))
        {
            _onTheWay[slot] = packets = [];
        }

        packets.Add(packet);
    }

    private bool Chance(double probability) => _random.Next(1_000_000) < probability * 1_000_000;
}
