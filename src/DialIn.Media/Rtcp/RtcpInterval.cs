namespace DialIn.Media.Rtcp;

/// <summary>
/// How long until the next report: RTCP takes a twentieth of the session's bandwidth at most, and a report comes every five
/// seconds at most. RFC 3550 §6.2, §6.3.1. A pure function.
/// </summary>
internal readonly record struct RtcpInterval
{
    /// <summary>The shortest interval before it is made random; half of it before the first report. RFC 3550 §6.2.</summary>
    public static readonly TimeSpan Minimum = TimeSpan.FromSeconds(5);

    // RFC 3550 §6.3.1: e - 3/2 makes up for what reconsideration adds.
    private const double Compensation = Math.E - 1.5;
    private const double SendersShare = 0.25;

    /// <summary>Everybody in the session, ourselves included; at least 1.</summary>
    public required int Members { get; init; }

    /// <summary>Those who send, ourselves included.</summary>
    public required int Senders { get; init; }

    /// <summary>Bytes a second for RTCP: 5 % of the session's.</summary>
    public required double Bandwidth { get; init; }

    /// <summary>Whether we have sent lately.</summary>
    public required bool WeSent { get; init; }

    /// <summary>The mean size of a compound, headers of UDP and IP included.</summary>
    public required double AverageSize { get; init; }

    /// <summary>Whether we have sent no report yet.</summary>
    public required bool IsInitial { get; init; }

    /// <summary>The interval before it is made random.</summary>
    public TimeSpan Deterministic
    {
        get
        {
            // Senders share a quarter of the bandwidth as long as they are no more than a quarter of the members.
            var (count, bandwidth) = (Members, Bandwidth);
            if (Senders <= Members * SendersShare)
            {
                (count, bandwidth) = WeSent ? (Senders, Bandwidth * SendersShare) : (Members - Senders, Bandwidth * (1 - SendersShare));
            }

            var seconds = AverageSize * count / bandwidth;
            var minimum = IsInitial ? Minimum / 2 : Minimum;
            return TimeSpan.FromSeconds(Math.Max(minimum.TotalSeconds, seconds));
        }
    }

    /// <summary>The interval.</summary>
    /// <param name="random">From 0 to 1, evenly: reports of two sides must not fall into step.</param>
    public TimeSpan Next(double random) => Deterministic * ((random + 0.5) / Compensation);
}
