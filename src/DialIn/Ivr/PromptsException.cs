namespace DialIn.Ivr;

/// <summary>The prompts are not complete or not readable: the program must not start with them.</summary>
/// <param name="faults">Every fault that was found, each a sentence that says what would be right.</param>
internal sealed class PromptsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>Every fault that was found.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
