using System.Net;
using System.Security.Cryptography;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Trunks;

/// <summary>
/// Lets the program call itself as if it were a trunk: while such a call is being placed, and only with the word that it alone
/// knows. Thread-safe; <see cref="Admits"/> allocates nothing.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class OwnLoop(TimeProvider time)
{
    /// <summary>The header field that carries the word.</summary>
    public const string Header = "X-DialIn-Loop";

    private readonly TimeProvider _time = time;
    private readonly Lock _lock = new();
    private volatile Entry[] _open = [];

    /// <summary>Opens the way for one call.</summary>
    /// <param name="address">Where it will come from: an address of ours.</param>
    /// <param name="trunk">The trunk as which it comes.</param>
    /// <returns>The word; it is to be closed when the call is over.</returns>
    public Entry Open(IPAddress address, string trunk)
    {
        var entry = new Entry(this, SourceAddress.From(address), trunk, RandomNumberGenerator.GetHexString(32, lowercase: true));
        lock (_lock)
        {
            _open = [.. _open.Where(static open => open.IsOpen), entry];
        }

        return entry;
    }

    /// <summary>Whether this source may speak to us now.</summary>
    public bool Admits(SourceAddress source)
    {
        foreach (var entry in _open)
        {
            if (entry.Source == source && entry.IsOpen)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The trunk as which a request comes; null if it is not of such a call.</summary>
    public string? TrunkOf(SipRequest request, Flow flow) => request.Headers[Header] is { } word && Admits(SourceAddress.From(flow.Remote.Address.Address))
        ? Array.Find(_open, entry => entry.IsOpen && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(entry.Word), System.Text.Encoding.ASCII.GetBytes(word)))?.Trunk
        : null;

    /// <summary>A call that may come.</summary>
    internal sealed class Entry(OwnLoop owner, SourceAddress source, string trunk, string word)
    {
        private long _closesAt = long.MaxValue;

        /// <summary>Where it comes from.</summary>
        public SourceAddress Source => source;

        /// <summary>The trunk as which it comes.</summary>
        public string Trunk => trunk;

        /// <summary>What it shows.</summary>
        public string Word => word;

        /// <summary>Whether it may come, or speak, now.</summary>
        public bool IsOpen => owner._time.GetTimestamp() < Volatile.Read(ref _closesAt);

        /// <summary>Closes the way, by itself, in a while.</summary>
        public void CloseAfter(TimeSpan pause) => Volatile.Write(ref _closesAt, owner._time.GetTimestamp() + (long)(pause.TotalSeconds * owner._time.TimestampFrequency));
    }
}
