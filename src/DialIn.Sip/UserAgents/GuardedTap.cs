using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.UserAgents;

/// <summary>Keeps the faults of who looks on away from the loops that are looked at: none of them may end SIP.</summary>
internal sealed class GuardedTap(ISipTap tap, ILogger logger) : ISipTap
{
    private long _faults;

    /// <summary>How often it has thrown.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <inheritdoc/>
    public void OnReceived(SipMessage message, Flow flow)
    {
        try
        {
            tap.OnReceived(message, flow);
        }
        catch (Exception fault)
        {
            Note(fault);
        }
    }

    /// <inheritdoc/>
    public void OnSent(ReadOnlyMemory<byte> message, SipEndPoint local, SipEndPoint remote)
    {
        try
        {
            tap.OnSent(message, local, remote);
        }
        catch (Exception fault)
        {
            Note(fault);
        }
    }

    // Said at 1, 10, 100 and so on: it may be at every message.
    private void Note(Exception fault)
    {
        var count = Interlocked.Increment(ref _faults);
        var power = 1L;
        while (power < count)
        {
            power *= 10;
        }

        if (power == count)
        {
            SipLog.TapFailed(logger, count, fault);
        }
    }
}
