using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>A request outside a dialog that the application has promised to answer. Any thread.</summary>
public sealed class PendingRequest
{
    private readonly UserAgentCore _core;
    private readonly RunningServerTransaction _transaction;

    internal PendingRequest(UserAgentCore core, RunningServerTransaction transaction)
    {
        _core = core;
        _transaction = transaction;
    }

    /// <summary>The request.</summary>
    public SipRequest Request => _transaction.Request;

    /// <summary>The way that it came.</summary>
    public Flow Source => _transaction.Flow;

    /// <summary>Answers; only the first answer counts.</summary>
    /// <param name="status">200 to 699, not 408 (RFC 4320 §4.2).</param>
    /// <param name="reason">The reason phrase; <c>null</c> for the usual one.</param>
    /// <param name="extra">More header fields.</param>
    public void Respond(int status, string? reason = null, SipHeaders? extra = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 699);
        _core.Mailbox.Post(() => _core.Respond(_transaction, status, reason, extra));
    }
}
