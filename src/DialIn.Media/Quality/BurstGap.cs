namespace DialIn.Media.Quality;

/// <summary>
/// Parts a stream into bursts, in which packets are lost close together, and gaps, in which hardly any are. RFC 3611 §4.7.2.
/// A burst begins and ends with a lost or discarded packet and has no <see cref="Gmin"/> packets in a row that came; a single
/// loss is none. A plain value: a copy is a snapshot.
/// </summary>
internal record struct BurstGap
{
    /// <summary>Packets in a row that end a burst. RFC 3611 §4.7.2 recommends it.</summary>
    public const int Gmin = 16;

    private int _inTimeSinceLoss;
    private long _clusterPackets;
    private long _clusterLosses;
    private bool _afterLoss;

    /// <summary>Packets that came in time.</summary>
    public long InTime { get; private set; }

    /// <summary>Packets that came too late.</summary>
    public long TooLate { get; private set; }

    /// <summary>Packets that never came.</summary>
    public long Lost { get; private set; }

    /// <summary>Runs of packets that were lost or late, one after the other.</summary>
    public long LossRuns { get; private set; }

    /// <summary>Bursts.</summary>
    public long Bursts { get; private set; }

    /// <summary>Packets in bursts, of whatever kind.</summary>
    public long BurstPackets { get; private set; }

    /// <summary>Lost and late packets in bursts.</summary>
    public long BurstLosses { get; private set; }

    /// <summary>Packets between bursts, of whatever kind.</summary>
    public readonly long GapPackets => InTime + TooLate + Lost - BurstPackets;

    /// <summary>Lost and late packets between bursts.</summary>
    public readonly long GapLosses => TooLate + Lost - BurstLosses;

    /// <summary>The next packet of the stream.</summary>
    public void Add(Arrival arrival)
    {
        if (arrival == Arrival.InTime)
        {
            (InTime, _afterLoss) = (InTime + 1, false);
            if (_clusterPackets > 0 && ++_inTimeSinceLoss >= Gmin)
            {
                Close();
            }

            return;
        }

        (TooLate, Lost) = arrival == Arrival.TooLate ? (TooLate + 1, Lost) : (TooLate, Lost + 1);
        LossRuns += _afterLoss ? 0 : 1;
        _afterLoss = true;
        (_clusterPackets, _clusterLosses, _inTimeSinceLoss) = (_clusterPackets + _inTimeSinceLoss + 1, _clusterLosses + 1, 0);
    }

    /// <summary>The stream ends, or is looked at: what follows is taken for received. RFC 3611 §4.7.2.</summary>
    public void Close()
    {
        if (_clusterLosses > 1)
        {
            (Bursts, BurstPackets, BurstLosses) = (Bursts + 1, BurstPackets + _clusterPackets, BurstLosses + _clusterLosses);
        }

        (_clusterPackets, _clusterLosses, _inTimeSinceLoss) = (0, 0, 0);
    }
}
