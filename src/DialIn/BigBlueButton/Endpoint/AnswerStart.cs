using System.Text;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>
/// What an answer that is passed on says of itself, in XML or in JSON. That stands at its beginning; what follows may be megabytes of other
/// people's words, and need not be read for it.
/// </summary>
internal static class AnswerStart
{
    private const int MaxBytes = 2048;

    /// <summary>Whether it says SUCCESS.</summary>
    public static bool IsSuccess(ReadOnlySpan<byte> answer)
    {
        var start = Of(answer);
        return start.Contains("<returncode>SUCCESS<", StringComparison.Ordinal)
            || start.Replace(" ", "", StringComparison.Ordinal).Contains("\"returncode\":\"SUCCESS\"", StringComparison.Ordinal);
    }

    /// <summary>Whether it says that the checksum is wrong.</summary>
    public static bool IsChecksumRefused(ReadOnlySpan<byte> answer) => !IsSuccess(answer) && Of(answer).Contains("checksumError", StringComparison.Ordinal);

    private static string Of(ReadOnlySpan<byte> answer) => Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, MaxBytes)]);
}
