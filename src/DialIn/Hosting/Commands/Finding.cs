namespace DialIn.Hosting.Commands;

/// <summary>One line of <c>dialin check</c>.</summary>
/// <param name="Verdict">Good, or what is wrong.</param>
/// <param name="Subject">What was checked.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do; empty when there is nothing to do.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Text, string Remedy = "");
