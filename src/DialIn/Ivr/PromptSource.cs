namespace DialIn.Ivr;

/// <summary>Where the sound of a prompt comes from.</summary>
/// <param name="Files">Sound files, played one after the other.</param>
/// <param name="Language">The language in which they speak: another one than the prompt's where that has to be borrowed.</param>
internal sealed record PromptSource(IReadOnlyList<string> Files, string Language);
