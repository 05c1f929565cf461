using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>What becomes of a request that belongs to nothing that the stack knows, before any state is made for it.</summary>
public abstract record EntryDecision
{
    private EntryDecision()
    {
    }

    /// <summary>It may come in.</summary>
    /// <param name="Identity">Who it is from, for <see cref="PendingInvite.Identity"/>; null if the application keeps no such name.</param>
    public sealed record Enter(string? Identity) : EntryDecision;

    /// <summary>It is dropped without an answer.</summary>
    /// <param name="Reason">What is counted.</param>
    public sealed record Ignore(DropReason Reason) : EntryDecision;

    /// <summary>It is answered at once, and forgotten.</summary>
    /// <param name="Status">300 to 699.</param>
    /// <param name="Extra">More header fields, such as a challenge.</param>
    /// <param name="IsTrusted">Whether the source is known well enough for an answer that is larger than the request.</param>
    public sealed record Refuse(int Status, SipHeaders Extra, bool IsTrusted) : EntryDecision;
}
