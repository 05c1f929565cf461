namespace DialIn.Announcements;

/// <summary>A number that people dial, as texts name it.</summary>
/// <param name="Number">E.164: <c>+4961511234567</c>.</param>
/// <param name="Label">What is written beside it, such as a town; null for nothing.</param>
/// <param name="Languages">Languages in which it answers, the first one spoken first.</param>
internal sealed record DialInNumber(string Number, string? Label, IReadOnlyList<string> Languages);
