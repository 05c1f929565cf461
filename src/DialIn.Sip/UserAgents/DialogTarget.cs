using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// The target that the requests of a dialog stay with, RFC 3263 §4.3: the one that answered last. Only a hint: a dialog whose
/// hint is lost asks where its next hop points, as any request does. Loop only.
/// </summary>
internal sealed class DialogTarget
{
    /// <summary>Who answered last; <c>null</c> before the first answer.</summary>
    public SipEndPoint? Remote { get; set; }

    /// <summary>The same targets with the one that answered last in front, if it is among them.</summary>
    public IReadOnlyList<SipEndPoint> Prefer(IReadOnlyList<SipEndPoint> targets)
    {
        if (Remote is not { } kept || targets.Count < 2)
        {
            return targets;
        }

        // A connection that the peer opened has no server name; the same place under a name is still the same.
        return [.. targets.OrderBy(target => target.Protocol == kept.Protocol && target.Address.Equals(kept.Address) ? 0 : 1)];
    }
}
