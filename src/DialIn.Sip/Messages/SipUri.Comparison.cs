namespace DialIn.Sip.Messages;

public sealed partial record SipUri
{
    /// <summary>Whether both URIs name the same resource, RFC 3261 §19.1.4.</summary>
    public bool IsEquivalentTo(SipUri other)
    {
        // RFC 3261 §19.1.4: sip and sips are never equivalent.
        if (Scheme != other.Scheme)
        {
            return false;
        }

        if (!IsSip)
        {
            return ToString().Equals(other.ToString(), Scheme == "tel" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }

        // RFC 3261 §19.1.4: user and password compare with regard to case, host without; a port left out is not the default port.
        return SameOptional(RawUser, other.RawUser)
            && SameOptional(RawPassword, other.RawPassword)
            && Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase)
            && Port == other.Port
            && ParametersMatch(other.Parameters)
            && HeadersMatch(other.Headers);
    }

    private static bool SameOptional(string? left, string? right) =>
        left is null || right is null ? left == right : PercentEncoding.AreSame(left, right, ignoreCase: false);

    private static bool MustBeInBoth(string name) =>
        name.Equals("user", StringComparison.OrdinalIgnoreCase) || name.Equals("ttl", StringComparison.OrdinalIgnoreCase)
        || name.Equals("method", StringComparison.OrdinalIgnoreCase) || name.Equals("maddr", StringComparison.OrdinalIgnoreCase)
        || name.Equals("transport", StringComparison.OrdinalIgnoreCase);

    private bool ParametersMatch(SipParameters other)
    {
        foreach (var (name, _) in Parameters)
        {
            // RFC 3261 §19.1.4: a parameter in both must match; one in a single URI matters only if it is one of these five.
            var matches = other.Raw(name) is { } value
                ? PercentEncoding.AreSame(Parameters.Raw(name), value, ignoreCase: true)
                : !MustBeInBoth(name);
            if (!matches)
            {
                return false;
            }
        }

        return other.All(parameter => Parameters.Contains(parameter.Key) || !MustBeInBoth(parameter.Key));
    }

    private bool HeadersMatch(string? other)
    {
        // RFC 3261 §19.1.4: header components are never ignored; their order is.
        if (Headers is null || other is null)
        {
            return Headers == other;
        }

        var left = Headers.Split('&').Order(StringComparer.OrdinalIgnoreCase).ToList();
        var right = other.Split('&').Order(StringComparer.OrdinalIgnoreCase).ToList();
        return left.Count == right.Count && left.Zip(right).All(pair => PercentEncoding.AreSame(pair.First, pair.Second, ignoreCase: true));
    }
}
