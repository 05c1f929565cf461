using DialIn.Sip.Messages;

namespace DialIn.Sip.Dialogs;

/// <summary>The proxies that stay in the path of a dialog, in the order in which our requests visit them (RFC 3261 §12.1).</summary>
public sealed class RouteSet : IEquatable<RouteSet>
{
    private RouteSet(IReadOnlyList<NameAddress> routes) => Routes = routes;

    /// <summary>No proxy.</summary>
    public static RouteSet Empty { get; } = new([]);

    /// <summary>The proxies, the nearest first.</summary>
    public IReadOnlyList<NameAddress> Routes { get; }

    /// <summary>A route set in the order in which requests visit it, as read from a record.</summary>
    public static RouteSet Of(IReadOnlyList<NameAddress> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        return routes.Count == 0 ? Empty : new RouteSet([.. routes]);
    }

    /// <summary>RFC 3261 §12.1.1: the server keeps the Record-Route of the request, in its order.</summary>
    public static RouteSet FromRequest(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Of(request.RecordRoutes);
    }

    /// <summary>RFC 3261 §12.1.2: the client keeps the Record-Route of the response, in reverse order.</summary>
    public static RouteSet FromResponse(SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Of([.. response.RecordRoutes.Reverse()]);
    }

    /// <summary>How a request to the remote target travels through this route set.</summary>
    public RoutedTarget Direct(SipUri remoteTarget)
    {
        ArgumentNullException.ThrowIfNull(remoteTarget);
        if (Routes.Count == 0)
        {
            return new RoutedTarget(remoteTarget, [], remoteTarget);
        }

        var first = Routes[0].Uri;
        return first.Parameters.Contains("lr")
            // RFC 3261 §12.2.1.1: a loose router leaves the Request-URI to the target.
            ? new RoutedTarget(remoteTarget, Routes, first)
            // RFC 3261 §12.2.1.1: a strict router is the Request-URI itself, and the target goes to the end of the routes.
            : new RoutedTarget(AsRequestUri(first), [.. Routes.Skip(1), new NameAddress(remoteTarget)], first);
    }

    /// <inheritdoc/>
    public bool Equals(RouteSet? other) => other is not null && Routes.SequenceEqual(other.Routes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RouteSet);

    /// <inheritdoc/>
    public override int GetHashCode() => Routes.Count == 0 ? 0 : HashCode.Combine(Routes.Count, Routes[0]);

    /// <summary>The value of a Route header field.</summary>
    public override string ToString() => string.Join(", ", Routes);

    // RFC 3261 §12.2.1.1: what a Request-URI must not contain is stripped.
    private static SipUri AsRequestUri(SipUri uri) => uri with { Headers = null, Parameters = uri.Parameters.Without("method") };
}
