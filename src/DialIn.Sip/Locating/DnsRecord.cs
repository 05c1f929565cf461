using System.Net;

namespace DialIn.Sip.Locating;

/// <summary>One record of an answer.</summary>
/// <param name="Name">Whose record it is.</param>
public abstract record DnsRecord(string Name)
{
    /// <summary>An address, from an A or AAAA record.</summary>
    /// <param name="Name">The host.</param>
    /// <param name="Value">Its address.</param>
    public sealed record Address(string Name, IPAddress Value) : DnsRecord(Name);

    /// <summary>The name is another name for <paramref name="Target"/> (CNAME).</summary>
    /// <param name="Name">The alias.</param>
    /// <param name="Target">The name that it stands for.</param>
    public sealed record Alias(string Name, string Target) : DnsRecord(Name);

    /// <summary>A host of a service, RFC 2782.</summary>
    /// <param name="Name">The service, such as <c>_sip._udp.example.com</c>.</param>
    /// <param name="Priority">Lower is tried first.</param>
    /// <param name="Weight">The share among those of one priority.</param>
    /// <param name="Port">The port.</param>
    /// <param name="Target">The host; <c>.</c> says that there is no such service.</param>
    public sealed record Service(string Name, int Priority, int Weight, int Port, string Target) : DnsRecord(Name);

    /// <summary>A rule that names a service, RFC 3403 §4.1.</summary>
    /// <param name="Name">The domain.</param>
    /// <param name="Order">Lower goes first.</param>
    /// <param name="Preference">Lower goes first among those of one order.</param>
    /// <param name="Flags">What <paramref name="Replacement"/> is: <c>s</c> a service, <c>a</c> a host.</param>
    /// <param name="Services">The protocol, such as <c>SIP+D2U</c>.</param>
    /// <param name="Replacement">The name to look up next.</param>
    public sealed record NamingAuthority(string Name, int Order, int Preference, string Flags, string Services, string Replacement) : DnsRecord(Name);
}
