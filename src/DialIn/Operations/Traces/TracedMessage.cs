using System.Net;
using DialIn.Sip.Transports;

namespace DialIn.Operations.Traces;

/// <summary>A message of a traced call, masked.</summary>
/// <param name="At">When it passed.</param>
/// <param name="From">Who sent it, as in <see cref="LadderLine"/>.</param>
/// <param name="To">Who got it.</param>
/// <param name="Protocol">What carried it.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Destination">Where it went.</param>
/// <param name="Bytes">The message.</param>
internal sealed record TracedMessage(DateTimeOffset At, string From, string To, SipProtocol Protocol, IPEndPoint Source, IPEndPoint Destination, byte[] Bytes);
