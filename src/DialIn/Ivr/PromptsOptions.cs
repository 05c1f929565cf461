namespace DialIn.Ivr;

/// <summary>Section <c>DialIn:Prompts</c>: the operator's own recordings.</summary>
internal sealed class PromptsOptions
{
    /// <summary>A folder with one folder per language (<c>de</c>, <c>en</c>, …) of WAV files that replace the built-in prompts, of texts and of mappings; none if unset.</summary>
    // None: the built-in voice works at once; own recordings are a wish, not a need.
    public string? Folder { get; set; }
}
