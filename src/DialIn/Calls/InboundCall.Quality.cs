using DialIn.Media.Quality;
using DialIn.Media.Relay;

namespace DialIn.Calls;

/// <content>How the call sounded.</content>
internal sealed partial class InboundCall
{
    // The loop answers within a frame, or is in such trouble that a record without figures is the smaller one.
    private static readonly TimeSpan MeasureWithin = TimeSpan.FromSeconds(1);

    private IReadOnlyList<LiveLeg> LiveLegs =>
        [.. new[] { LiveLeg.Of(LiveLeg.Trunk, _trunk.Leg), LiveLeg.Of(LiveLeg.Conference, _conference?.Leg) }.OfType<LiveLeg>()];

    // Of several legs to conferences, that one counts through which most came: a call may have moved, or come back.
    private async Task<(CallQuality? Trunk, CallQuality? Conference)> MeasureAsync()
    {
        CallQuality? trunk = null;
        var (conference, most) = ((CallQuality?)null, 0L);
        foreach (var leg in _media.Legs)
        {
            var quality = await MeasureAsync(leg);
            var counted = leg.Statistics;
            if (leg == _trunk.Leg)
            {
                _services.Meters.Record(LiveLeg.Trunk, Facts.TrunkName, quality, counted);
                trunk = CallQuality.Of(quality);
                continue;
            }

            _services.Meters.Record(LiveLeg.Conference, _server, quality, counted);
            if (counted.Received > most)
            {
                (conference, most) = (CallQuality.Of(quality), counted.Received);
            }
        }

        return (trunk, conference);
    }

    private async Task<LegQuality> MeasureAsync(MediaLeg leg)
    {
        try
        {
            return await leg.MeasureAsync(CancellationToken.None).WaitAsync(MeasureWithin, _services.Time);
        }
        catch (TimeoutException)
        {
            return default;
        }
    }
}
