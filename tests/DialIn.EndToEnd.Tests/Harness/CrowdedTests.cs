namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>Tests with fifty calls and more: they need the machine for themselves, so they run one after the other, beside no other test of this project.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CrowdedTests
{
    public const string Name = "Crowded";
}
