namespace DialIn.Media.Relay;

/// <summary>A leg's two sockets in the poller.</summary>
internal sealed record LegSockets(PolledSocket Rtp, PolledSocket Rtcp);
