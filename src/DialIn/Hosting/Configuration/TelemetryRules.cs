namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:Telemetry</c>.</summary>
internal static class TelemetryRules
{
    /// <summary>Checks them.</summary>
    public static void Check(TelemetryOptions telemetry, FaultList faults)
    {
        if (telemetry.OtlpEndpoint is not { } endpoint)
        {
            return;
        }

        var isUrl = Uri.TryCreate(endpoint, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url is { UserInfo: "", Query: "", Fragment: "" };
        if (!isUrl)
        {
            faults.Add(OptionsRules.Key($"Telemetry:OtlpEndpoint"), ShownValue.WithoutUserAndQuery(endpoint), "must be http:// or https:// and a host, such as http://127.0.0.1:4317");
        }
    }
}
