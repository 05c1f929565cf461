using DialIn.Secrets;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:Secrets</c>. That there is no key is no fault: until secrets are stored, none is needed.</summary>
internal static class SecretsRules
{
    private static readonly TimeSpan LongestFallback = TimeSpan.FromDays(90);

    /// <summary>Checks them.</summary>
    public static void Check(SecretsOptions secrets, string baseFolder, FaultList faults)
    {
        if (secrets.FallbackFor < TimeSpan.Zero || secrets.FallbackFor > LongestFallback)
        {
            faults.Add(OptionsRules.Key($"Secrets:FallbackFor"), Duration.Format(secrets.FallbackFor), $"must be {Duration.Format(TimeSpan.Zero)} to {Duration.Format(LongestFallback)}");
        }

        if (string.IsNullOrWhiteSpace(secrets.KeyFile))
        {
            faults.Add(OptionsRules.Key($"Secrets:KeyFile"), secrets.KeyFile, "must name a file, such as dialin.key");
            return;
        }

        try
        {
            new KeySource(secrets, baseFolder, Environment.GetEnvironmentVariables()).Find();
        }
        catch (SecretsException fault)
        {
            faults.Add(OptionsRules.Key($"Secrets:KeyFile"), secrets.KeyFile, fault.Message);
        }
    }
}
