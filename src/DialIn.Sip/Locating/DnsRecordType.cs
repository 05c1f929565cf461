namespace DialIn.Sip.Locating;

/// <summary>The kinds of records that say where a server is.</summary>
public enum DnsRecordType
{
    /// <summary>An IPv4 address.</summary>
    A,

    /// <summary>An IPv6 address.</summary>
    Aaaa,

    /// <summary>The hosts of a service, RFC 2782.</summary>
    Srv,

    /// <summary>The services of a domain, RFC 3403.</summary>
    Naptr,
}
