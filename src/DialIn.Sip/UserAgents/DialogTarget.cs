using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// The target that the requests of a dialog stay with, RFC 3263 §4.3: the one that answered last. Only a hint: a dialog whose
/// hint is lost asks where its next hop points, as any request does. But a dialog that began over TLS goes nowhere else, whatever
/// its peer's Contact says: its descriptions may carry keys. Loop only.
/// </summary>
internal sealed class DialogTarget
{
    /// <summary>Who answered last; <c>null</c> before the first answer.</summary>
    public SipEndPoint? Remote { get; set; }

    /// <summary>Whether requests go over TLS alone.</summary>
    public bool IsSecure { get; set; }

    /// <summary>What the locator is asked for: of a URI that leaves the transport open, its TLS side.</summary>
    public SipUri Sought(SipUri nextHop) => IsSecure && nextHop is { Scheme: "sip", Transport: null }
        ? nextHop with { Parameters = nextHop.Parameters.With("transport", SipProtocol.Tls.UriToken()) }
        : nextHop;

    /// <summary>The targets in the order in which they are tried, the one that answered last in front if it is among them.</summary>
    /// <param name="nextHop">The next hop as the dialog has it.</param>
    /// <param name="targets">Where <see cref="Sought"/> leads.</param>
    /// <returns>Empty when the dialog is bound to TLS and there is no way by it.</returns>
    public IReadOnlyList<SipEndPoint> Arrange(SipUri nextHop, IReadOnlyList<SipEndPoint> targets)
    {
        if (!IsSecure)
        {
            return Prefer(targets);
        }

        var secure = targets.Where(static target => target.Protocol == SipProtocol.Tls);

        // A Contact that says nothing of TLS: the connection in use is no guess.
        return nextHop.Scheme == "sips" || nextHop.Transport == "tls" || Remote is not { Protocol: SipProtocol.Tls } kept
            ? Prefer([.. secure])
            : [kept, .. secure.Where(target => !target.Address.Equals(kept.Address))];
    }

    private IReadOnlyList<SipEndPoint> Prefer(IReadOnlyList<SipEndPoint> targets)
    {
        if (Remote is not { } kept || targets.Count < 2)
        {
            return targets;
        }

        // A connection that the peer opened has no server name; the same place under a name is still the same.
        return [.. targets.OrderBy(target => target.Protocol == kept.Protocol && target.Address.Equals(kept.Address) ? 0 : 1)];
    }
}
