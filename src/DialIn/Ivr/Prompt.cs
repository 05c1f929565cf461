namespace DialIn.Ivr;

/// <summary>One thing to be told in one language.</summary>
/// <param name="Id">What.</param>
/// <param name="Language">The language's tag, such as <c>de</c>: the name of its folder.</param>
internal readonly record struct Prompt(PromptId Id, string Language);
