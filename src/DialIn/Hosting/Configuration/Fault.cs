namespace DialIn.Hosting.Configuration;

/// <summary>Something in the configuration that the operator should change.</summary>
/// <param name="Key">The key, such as <c>DialIn:Servers:0:SipUri</c>, or the file.</param>
/// <param name="Value">What it says now; <see langword="null"/> if it says nothing or must not be shown.</param>
/// <param name="Expected">What would be right.</param>
/// <param name="IsWarning">The program can start all the same.</param>
internal sealed record Fault(string Key, string? Value, string Expected, bool IsWarning)
{
    /// <summary>One line: key, value, what would be right.</summary>
    public override string ToString() => Value is null ? $"{Key}: {Expected}" : $"{Key} = \"{Value}\": {Expected}";
}
