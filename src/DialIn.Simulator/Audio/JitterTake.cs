namespace DialIn.Simulator.Audio;

/// <summary>What a <see cref="JitterBuffer"/> had when it was asked for the next packet.</summary>
internal enum JitterTake
{
    /// <summary>Nothing to play yet: the stream has not begun, is filling up again, or is stretched to gain delay.</summary>
    Waiting,

    /// <summary>The next packet in order.</summary>
    Packet,

    /// <summary>A packet that did not come in time; the one after it is played next.</summary>
    Lost,
}
