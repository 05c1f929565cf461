using DialIn.Sip.Messages;

namespace DialIn.Sip.Dialogs;

/// <summary>Who refreshes a session and how often: what RFC 4028 §7 and §9 make of requests and responses. Pure.</summary>
internal static class SessionTimerNegotiation
{
    /// <summary>RFC 4028 §9: an interval below our minimum, in a request of a peer that understands the refusal, is owed a 422.</summary>
    /// <returns>The header fields of the 422, or null if the request may be answered.</returns>
    public static SipHeaders? Refuse(SipRequest request, SessionTimerOptions options) =>
        SessionExpires.Of(request) is { } asked && asked.Interval < options.Minimum && request.Headers.Lists(HeaderNames.Supported, OptionTags.Timer)
            ? SipHeaders.Empty.WithAdded(HeaderNames.MinSE, SessionExpires.Format(options.Minimum))
            : null;

    /// <summary>RFC 4028 §9: the timer that our 2xx to an INVITE or an UPDATE agrees to, and what the 2xx says of it.</summary>
    public static (SessionTimer? Timer, SipHeaders Extra) Answer(SipRequest request, SessionTimer? current, SessionTimerOptions options, DateTimeOffset now)
    {
        var isUnderstood = request.Headers.Lists(HeaderNames.Supported, OptionTags.Timer);
        if (SessionExpires.Of(request) is not { } asked)
        {
            // RFC 4028 §9: a server may ask for what the request did not. A peer that knows no timers is left alone.
            if (current is null && (!isUnderstood || options.Interval == TimeSpan.Zero))
            {
                return (null, SipHeaders.Empty);
            }

            var wished = current?.Interval ?? options.Interval;
            asked = new SessionExpires(Longer(wished, SessionExpires.MinimumOf(request)), current is { WeRefresh: false } ? "uac" : "uas");
        }

        // RFC 4028 §9: who does not understand timers cannot be the refresher. Where the choice is ours, we refresh: that shows us as well that the peer is there.
        var refresher = isUnderstood && asked.Refresher == "uac" ? "uac" : "uas";
        // A shorter interval than ours that cannot be refused, because a proxy set it, is taken as it is: a server must not raise it.
        var agreed = new SessionExpires(Longer(asked.Interval, SessionTimerOptions.ShortestMinimum), refresher);
        var extra = SipHeaders.Empty.WithAdded(HeaderNames.SessionExpires, agreed.ToString());

        // RFC 4028 §9: Require tells a client that the server counts on it.
        extra = isUnderstood ? extra.WithAdded(HeaderNames.Require, OptionTags.Timer) : extra;
        return (new SessionTimer(agreed.Interval, refresher == "uas", now), extra);
    }

    /// <summary>RFC 4028 §7.1 and §7.4: what our INVITE or UPDATE says of the timer; in a dialog the roles stay as they are.</summary>
    /// <param name="current">The timer of the dialog.</param>
    /// <param name="options">What we wish.</param>
    /// <param name="minimum">The largest Min-SE that a 422 has named.</param>
    public static SipHeaders Ask(SessionTimer? current, SessionTimerOptions options, TimeSpan? minimum)
    {
        if (current is null && options.Interval == TimeSpan.Zero)
        {
            return SipHeaders.Empty;
        }

        var refresher = current is null ? null : current.WeRefresh ? "uac" : "uas";
        var extra = SipHeaders.Empty.WithAdded(
            HeaderNames.SessionExpires, new SessionExpires(Longer(current?.Interval ?? options.Interval, minimum), refresher).ToString());

        // RFC 4028 §7.1: a proxy must not lower the interval below what we would refuse. §7.3: a request that follows a 422 repeats its minimum.
        var least = options.Minimum > SessionTimerOptions.ShortestMinimum ? Longer(options.Minimum, minimum) : minimum;
        return least is not null ? extra.WithAdded(HeaderNames.MinSE, SessionExpires.Format(least.Value)) : extra;
    }

    /// <summary>
    /// RFC 4028 §7.2: the timer that a 2xx to our request agrees to, also when it names one that we did not ask for; null if
    /// it names none.
    /// </summary>
    public static SessionTimer? Accept(SipResponse response, DateTimeOffset now) =>
        SessionExpires.Of(response) is { } agreed
            // Without a refresher it is the client; an interval below that of RFC 4028 §4 would only have us send without end.
            ? new SessionTimer(Longer(agreed.Interval, SessionTimerOptions.ShortestMinimum), agreed.Refresher != "uas", now)
            : null;

    private static TimeSpan Longer(TimeSpan interval, TimeSpan? other) => other > interval ? other.Value : interval;
}
