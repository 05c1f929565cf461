namespace DialIn.Sip.Messages;

/// <summary>Reads typed headers; null means missing or malformed. Shared by the typed properties and the validators, so that they agree.</summary>
internal static class MessageHeaders
{
    /// <summary>All Via values; null if there is none or one cannot be read.</summary>
    public static IReadOnlyList<Via>? Vias(SipHeaders headers)
    {
        var values = headers.GetAll(HeaderNames.Via);
        var vias = new Via[values.Count];
        for (var i = 0; i < vias.Length; i++)
        {
            if (!Via.TryParse(values[i], out var via))
            {
                return null;
            }

            vias[i] = via;
        }

        return vias.Length == 0 ? null : vias;
    }

    /// <summary>The address of From or To; null if it is missing or cannot be read.</summary>
    public static NameAddress? Address(SipHeaders headers, string name) => NameAddress.TryParse(headers[name], out var address) ? address : null;

    /// <summary>All addresses of a list header, empty for none or for <c>*</c>; null if one cannot be read.</summary>
    public static IReadOnlyList<NameAddress>? Addresses(SipHeaders headers, string name)
    {
        var values = headers.GetAll(name);
        if (values is [] or ["*"])
        {
            return [];
        }

        var addresses = new NameAddress[values.Count];
        for (var i = 0; i < addresses.Length; i++)
        {
            if (!NameAddress.TryParse(values[i], out var address))
            {
                return null;
            }

            addresses[i] = address;
        }

        return addresses;
    }
}
