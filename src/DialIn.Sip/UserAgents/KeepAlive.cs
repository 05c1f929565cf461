namespace DialIn.Sip.UserAgents;

/// <summary>How the way to a registrar over UDP is kept open: a NAT or firewall forgets it after half a minute of silence.</summary>
public enum KeepAlive
{
    /// <summary>Two empty lines, every 20 to 30 seconds. The registrar does not answer.</summary>
    Crlf,

    /// <summary>An OPTIONS, every 20 to 30 seconds. Its answer also shows that the registrar lives and where it sees us.</summary>
    Options,

    /// <summary>Nothing: there is no NAT, and the firewall knows the carrier.</summary>
    Off,
}
