using System.Diagnostics.CodeAnalysis;

namespace DialIn.Media.Relay;

/// <summary>
/// Watches a few strangers at once: some that send without pause must not keep the caller from ever being believed. Whoever has
/// got least far makes room for a new one, but not before it had the time for a second packet.
/// </summary>
internal record struct StrangerProbations
{
    private const int Places = 4;

    // The longest packets of telephones are 60 ms.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private SourceProbation _first;
    private SourceProbation _second;
    private SourceProbation _third;
    private SourceProbation _fourth;

    /// <inheritdoc cref="SourceProbation.Passes"/>
    public bool Passes(in SocketPeer from, uint ssrc, ushort sequence, TimeSpan now, TimeSpan spread)
    {
        var place = PlaceFor(from, now);
        return place >= 0 && At(place).Passes(from, ssrc, sequence, now, spread);
    }

    private int PlaceFor(in SocketPeer from, TimeSpan now)
    {
        var least = -1;
        for (var i = 0; i < Places; i++)
        {
            ref var place = ref At(i);
            if (place.IsOf(from))
            {
                return i;
            }

            if ((place.Progress == 0 || now - place.WatchedSince >= Grace) && (least < 0 || IsBefore(place, At(least))))
            {
                least = i;
            }
        }

        return least;
    }

    private static bool IsBefore(in SourceProbation one, in SourceProbation other) =>
        one.Progress < other.Progress || (one.Progress == other.Progress && one.WatchedSince < other.WatchedSince);

    [UnscopedRef]
    private ref SourceProbation At(int place)
    {
        switch (place)
        {
            case 0:
                return ref _first;
            case 1:
                return ref _second;
            case 2:
                return ref _third;
            default:
                return ref _fourth;
        }
    }
}
