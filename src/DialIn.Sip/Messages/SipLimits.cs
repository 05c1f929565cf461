namespace DialIn.Sip.Messages;

/// <summary>How large a message may be before it is refused.</summary>
public sealed record SipLimits
{
    /// <summary>The defaults.</summary>
    public static SipLimits Default { get; } = new();

    /// <summary>Bytes of a datagram, 65,535 by default: RFC 3261 §18.1.1 obliges us to take all that UDP can carry.</summary>
    public int MaxDatagramBytes { get; init; } = 65_535;

    /// <summary>Bytes from the start line to the blank line, 64 KiB by default: what a datagram could hold, a stream may too.</summary>
    public int MaxHeaderBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of a body, 64 KiB by default: a session description has a few.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024;

    /// <summary>Header lines, 256 by default: carriers send about 30, so this stops only header bombs.</summary>
    public int MaxHeaders { get; init; } = 256;
}
