using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>What stands behind an <see cref="InviteSession"/> at the moment: a call being placed, or a dialog. Loop only.</summary>
internal abstract class SessionPhase
{
    /// <summary>A session that is over.</summary>
    public static SessionPhase Over { get; } = new Nothing();

    public abstract void Bye(SipHeaders extra);

    public virtual void Reinvite(ReadOnlyMemory<byte> body, string contentType, bool isWish)
    {
    }

    public virtual void SendInfo(ReadOnlyMemory<byte> body, string contentType)
    {
    }

    private sealed class Nothing : SessionPhase
    {
        public override void Bye(SipHeaders extra)
        {
        }
    }
}
