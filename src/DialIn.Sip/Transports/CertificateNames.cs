using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>Who a certificate says its holder is, RFC 5922 §7.1.</summary>
/// <param name="Domains">The SIP domains, in lower case; a wildcard as it stands there.</param>
/// <param name="Addresses">The IP addresses, for a peer that a URI names by its address.</param>
internal sealed record CertificateNames(IReadOnlyList<string> Domains, IReadOnlyList<IPAddress> Addresses)
{
    private const int LongestShown = 200;
    private const string SubjectAlternativeName = "2.5.29.17";

    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag IpAddress = new(TagClass.ContextSpecific, 7);

    /// <summary>Reads them. What cannot be read names nobody.</summary>
    public static CertificateNames Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var extension = certificate.Extensions.FirstOrDefault(static extension => extension.Oid?.Value == SubjectAlternativeName);
        if (extension is null)
        {
            // RFC 5922 §7.1: the subject's common name counts only where there is no subjectAltName.
            var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false).ToLowerInvariant();
            return new CertificateNames(name.Length == 0 ? [] : [name], []);
        }

        var domains = new List<string>();
        var addresses = new List<IPAddress>();
        try
        {
            Read(extension.RawData, domains, addresses);
        }
        catch (Exception fault) when (fault is AsnContentException or CryptographicException)
        {
            return new CertificateNames([], []);
        }

        return new CertificateNames([.. domains.Distinct(StringComparer.Ordinal)], addresses);
    }

    /// <summary>Whether the certificate is that of a server reached under a name.</summary>
    /// <param name="name">A domain in lower case, or an IP address. RFC 5922 §7.2: equal as a whole; a wildcard matches nothing but itself.</param>
    public bool Match(string name) =>
        IPAddress.TryParse(name, out var address) ? Addresses.Contains(address) : Domains.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>As a log line shows them.</summary>
    public override string ToString() =>
        Domains.Count + Addresses.Count == 0 ? "nobody" : Printable(string.Join(", ", Domains.Concat(Addresses.Select(static address => address.ToString()))));

    /// <summary>What a stranger wrote into a certificate, fit for one line of a log: no line ends, and not longer than one can read.</summary>
    public static string Printable(string text) =>
        string.Concat(text.Take(LongestShown).Select(static character => char.IsControl(character) ? '?' : character)) + (text.Length > LongestShown ? "…" : "");

    private static void Read(byte[] extension, List<string> domains, List<IPAddress> addresses)
    {
        var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag == DnsName)
            {
                domains.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, DnsName).TrimEnd('.').ToLowerInvariant());
            }
            else if (tag == Uri)
            {
                // RFC 5922 §7.1: of URIs only sip ones count, and none with a user part, which names a person and not a domain.
                if (SipUri.TryParse(names.ReadCharacterString(UniversalTagNumber.IA5String, Uri), out var uri) && uri is { Scheme: "sip", User: null })
                {
                    domains.Add(uri.Host.TrimEnd('.').ToLowerInvariant());
                }
            }
            else if (tag == IpAddress)
            {
                var bytes = names.ReadOctetString(IpAddress);
                if (bytes.Length is 4 or 16)
                {
                    addresses.Add(new IPAddress(bytes));
                }
            }
            else
            {
                names.ReadEncodedValue();
            }
        }
    }
}
