using DialIn.Sip.Messages;

namespace DialIn.Simulator.Carriers;

/// <summary>What a registrar answers.</summary>
/// <param name="Status">The SIP status.</param>
/// <param name="Headers">More header fields.</param>
internal sealed record RegistrarAnswer(int Status, SipHeaders Headers)
{
    /// <summary>An answer without more header fields.</summary>
    public RegistrarAnswer(int status)
        : this(status, SipHeaders.Empty)
    {
    }
}
