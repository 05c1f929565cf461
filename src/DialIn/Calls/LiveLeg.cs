using DialIn.Media.Relay;

namespace DialIn.Calls;

/// <summary>A leg of a running call, as those see it who look on.</summary>
/// <param name="Leg"><c>trunk</c> or <c>conference</c>.</param>
/// <param name="Quality">The last five seconds; null before the first, and while nothing comes.</param>
/// <param name="Received">Packets of the peer.</param>
/// <param name="Strangers">Packets that were refused because they came from elsewhere.</param>
/// <param name="OverRate">Packets that were dropped because the peer sends too many.</param>
internal sealed record LiveLeg(string Leg, CallQuality? Quality, long Received, long Strangers, long OverRate)
{
    /// <summary>The name of the leg to the carrier.</summary>
    public const string Trunk = "trunk";

    /// <summary>The name of the leg to the conference server.</summary>
    public const string Conference = "conference";

    /// <summary>Looks at a leg; null where there is none.</summary>
    public static LiveLeg? Of(string name, MediaLeg? leg) => leg is null
        ? null
        : new LiveLeg(name, CallQuality.Of(leg.RecentQuality), leg.Statistics.Received, leg.Statistics.Strangers, leg.Statistics.OverRate);
}
