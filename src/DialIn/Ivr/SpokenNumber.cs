namespace DialIn.Ivr;

/// <summary>Small numbers as prompts: a room's number, or how many there are.</summary>
internal static class SpokenNumber
{
    /// <summary>The highest number that has a recording.</summary>
    public const int Last = PromptId.Number20 - PromptId.Number1 + 1;

    /// <summary>The prompt of a number.</summary>
    /// <param name="number">From 1; beyond <see cref="Last"/> it is only said that there are more.</param>
    public static PromptId Of(int number) => number > Last ? PromptId.NumberOver20 : PromptId.Number1 + number - 1;
}
