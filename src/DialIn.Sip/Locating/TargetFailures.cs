using DialIn.Sip.Transports;

namespace DialIn.Sip.Locating;

/// <summary>
/// Which targets have failed of late, and for how long others are preferred to them. It changes the order only: a set whose
/// targets have all failed is tried nevertheless, because a request that is not sent has failed for certain.
/// </summary>
internal sealed class TargetFailures
{
    // The first pause is longer than a packet storm and shorter than a restart; it doubles while the target stays away.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);

    // A server that was down all night is found again within minutes of its return.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // RFC 3261 §20.33 allows any time; one that asks for a week would be lost to us for a slip of its administrator.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    // More targets than a bridge has; what is over by then is forgotten first.
    private const int MaxRemembered = 1_000;

    private readonly Dictionary<SipEndPoint, Failure> _failures = [];

    /// <summary>How many targets are remembered. For tests.</summary>
    public int Count => _failures.Count;

    /// <summary>The target could not be reached, did not answer, or answered 503.</summary>
    /// <param name="target">The target.</param>
    /// <param name="now">The present time.</param>
    /// <param name="silence">Its Retry-After, if it gave one.</param>
    public void Failed(SipEndPoint target, DateTimeOffset now, TimeSpan? silence = null)
    {
        var before = _failures.GetValueOrDefault(target);
        if (_failures.Count >= MaxRemembered && before is null)
        {
            foreach (var (old, _) in _failures.Where(failure => failure.Value.Until <= now).ToList())
            {
                _failures.Remove(old);
            }

            if (_failures.Count >= MaxRemembered)
            {
                return;
            }
        }

        if (silence is { } asked)
        {
            // RFC 3261 §21.5.4: no further requests for as long as the server says.
            var until = now + (asked < LongestSilence ? asked : LongestSilence);
            _failures[target] = new Failure(until, before?.Count ?? 1);
        }
        else if (before is null || now >= before.Until)
        {
            // Many requests that fail at the same time are one failure.
            var count = before is not null && now < before.Until + LongestPause ? before.Count + 1 : 1;
            _failures[target] = new Failure(now + Pause(count), count);
        }
    }

    /// <summary>The target answered: it is as good as any.</summary>
    public void Answered(SipEndPoint target) => _failures.Remove(target);

    /// <summary>Those that have not failed in their order, then those that have, the one whose time is over first in front.</summary>
    public IReadOnlyList<SipEndPoint> Arrange(IReadOnlyList<SipEndPoint> targets, DateTimeOffset now) =>
        _failures.Count == 0 || targets.Count < 2
            ? targets
            : [.. targets.OrderBy(target => _failures.TryGetValue(target, out var failure) && failure.Until > now ? failure.Until : DateTimeOffset.MinValue)];

    private static TimeSpan Pause(int count)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(count, 10) - 1);
        return pause < LongestPause ? pause : LongestPause;
    }

    private sealed record Failure(DateTimeOffset Until, int Count);
}
