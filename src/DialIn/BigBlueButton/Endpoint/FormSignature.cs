namespace DialIn.BigBlueButton.Endpoint;

/// <summary>What older servers sign when all parameters, the checksum among them, are in a form body.</summary>
internal static class FormSignature
{
    /// <summary>The fields in the order of their names, encoded anew as <c>java.net.URLEncoder</c> does.</summary>
    // BBB API: checksum, up to 2.5 of a POST without any query string; later ones sign the empty query string.
    public static string Of(RawQuery form) => string.Join('&', form.Parameters
        .Where(static field => field.Name != "checksum")
        .OrderBy(static field => field.Name, StringComparer.Ordinal)
        .Select(static field => $"{field.Name}={Encode(field.Value)}"));

    private static string Encode(string value) => Uri.EscapeDataString(value)
        .Replace("%20", "+", StringComparison.Ordinal)
        .Replace("%2A", "*", StringComparison.Ordinal)
        .Replace("~", "%7E", StringComparison.Ordinal);
}
