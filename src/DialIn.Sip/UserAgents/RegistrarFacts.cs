using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>What a registrar's 2xx says beyond the lifetime. Each 2xx replaces all of it.</summary>
/// <param name="ServiceRoute">RFC 3608: the route of our further requests to this provider, the nearest first.</param>
/// <param name="Path">RFC 3327: the proxies that calls to us come over.</param>
/// <param name="AssociatedUris">P-Associated-URI, RFC 7315 §4.1: the addresses that this account has, the default one first.</param>
public sealed record RegistrarFacts(IReadOnlyList<NameAddress> ServiceRoute, IReadOnlyList<NameAddress> Path, IReadOnlyList<SipUri> AssociatedUris)
{
    // A main number with a block of extensions has some dozens; a status page with thousands helps nobody.
    private const int MaxUris = 100;
    private const int MaxRoutes = 16;

    /// <summary>Nothing said yet.</summary>
    public static RegistrarFacts None { get; } = new([], [], []);

    /// <summary>Reads a 2xx. What cannot be read is passed over: it is no reason to lose a registration.</summary>
    public static RegistrarFacts In(SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new(
            // RFC 3608 §6.1: the order of the header field is that of the route.
            [.. Addresses(response, HeaderNames.ServiceRoute).Where(static route => route.Uri.IsSip).Take(MaxRoutes)],
            [.. Addresses(response, HeaderNames.Path).Take(MaxRoutes)],
            [.. Addresses(response, HeaderNames.PAssociatedUri).Select(static address => address.Uri).Distinct().Take(MaxUris)]);
    }

    private static IEnumerable<NameAddress> Addresses(SipResponse response, string name)
    {
        foreach (var value in response.Headers.GetAll(name))
        {
            if (NameAddress.TryParse(value, out var address))
            {
                yield return address;
            }
        }
    }
}
