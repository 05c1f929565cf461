namespace DialIn.Media.Rtp;

/// <summary>
/// Follows the sequence numbers of one source: it believes a source after <see cref="MinSequential"/> packets in order,
/// counts the wraps, and takes a big jump for a restart only when a second packet confirms it. RFC 3550 §A.1.
/// </summary>
internal record struct SequenceTracker
{
    /// <summary>A step forward below this is loss; from here on it is a jump.</summary>
    public const int MaxDropout = 3000;

    /// <summary>A step back below this is reordering.</summary>
    public const int MaxMisorder = 100;

    /// <summary>Packets in order that make a source valid.</summary>
    public const int MinSequential = 2;

    // No 16-bit sequence number equals it, so nothing confirms a jump that was not seen.
    private const uint NoJump = 0x1_0000;

    private bool _started;
    private int _probation;
    private uint _cycles;
    private uint _baseSequence;
    private uint _afterJump;

    /// <summary>The highest sequence number seen, wraps in its upper half.</summary>
    public readonly uint ExtendedHighest => _cycles + Highest;

    /// <summary>The highest sequence number seen, without wraps.</summary>
    public ushort Highest { get; private set; }

    /// <summary>Packets counted since the source became valid or restarted, duplicates included.</summary>
    public uint Received { get; private set; }

    /// <summary>Whether the source has passed its probation.</summary>
    public readonly bool IsValid => _started && _probation == 0;

    /// <summary>Packets that a source without loss would have delivered; 0 before the end of probation. RFC 3550 §A.3.</summary>
    public readonly uint Expected => IsValid ? ExtendedHighest - _baseSequence + 1 : 0;

    /// <summary>Takes the next packet's number.</summary>
    /// <returns>Whether the packet counts: false in probation and for a jump that nothing has confirmed yet.</returns>
    public bool Receive(ushort sequence)
    {
        if (!_started)
        {
            Restart(sequence);
            (_started, _probation, Highest) = (true, MinSequential, (ushort)(sequence - 1));
        }

        var step = (ushort)(sequence - Highest);
        if (_probation > 0)
        {
            return InProbation(sequence, step);
        }

        if (step < MaxDropout)
        {
            _cycles += sequence < Highest ? 0x1_0000u : 0;
            Highest = sequence;
        }
        else if (step <= 0x1_0000 - MaxMisorder)
        {
            if (sequence != _afterJump)
            {
                _afterJump = (ushort)(sequence + 1);
                return false;
            }

            Restart(sequence);
        }

        Received++;
        return true;
    }

    private bool InProbation(ushort sequence, ushort step)
    {
        Highest = sequence;
        if (step != 1)
        {
            _probation = MinSequential - 1;
            return false;
        }

        if (--_probation > 0)
        {
            return false;
        }

        Restart(sequence);
        Received = 1;
        return true;
    }

    private void Restart(ushort sequence) =>
        (_baseSequence, Highest, _afterJump, _cycles, Received) = (sequence, sequence, NoJump, 0, 0);
}
