using Xunit.v3;

namespace DialIn.Testing;

/// <summary>Says which section of which RFC a test shows. Becomes the trait <c>RFC</c>, value <c>3261 §17.2.1</c>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RfcAttribute(int number, string section) : Attribute, ITraitAttribute
{
    public int Number { get; } = number;

    public string Section { get; } = section;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("RFC", $"{Number} §{Section}")];
}
