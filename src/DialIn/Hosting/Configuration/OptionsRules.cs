namespace DialIn.Hosting.Configuration;

/// <summary>All that must be true of the options beyond their types. <c>serve</c> and <c>check</c> use the same rules.</summary>
internal static class OptionsRules
{
    /// <summary>Checks everything and collects all faults.</summary>
    /// <param name="options">The options.</param>
    /// <param name="baseFolder">What relative files count from.</param>
    /// <param name="faults">Where faults go.</param>
    public static void Check(DialInOptions options, string baseFolder, FaultList faults)
    {
        PhoneNumberRules.Check(options, baseFolder, faults);
        NetworkRules.Check(options, faults);
        TrunkRules.Check(options.Trunks, baseFolder, faults);
        CertificateRules.Check(options, baseFolder, faults);
        ServerRules.Check(options.Servers, baseFolder, faults);
        BbbEndpointRules.Check(options, faults);
        EncryptionRules.Check(options, faults);
        StorageRules.Check(options.Storage, baseFolder, faults);
        SecretsRules.Check(options.Secrets, baseFolder, faults);
        LimitRules.Check(options, faults);
        TelemetryRules.Check(options.Telemetry, faults);
        ProofCallRules.Check(options, faults);
        TraceRules.Check(options.Trace, baseFolder, faults);
        TrafficRules.Check(options, baseFolder, faults);
    }

    /// <summary>A key in our section, as it is printed.</summary>
    public static string Key(FormattableString path) =>
        $"{DialInOptions.Section}:{path.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
