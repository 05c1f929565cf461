using System.Globalization;
using System.Net;

namespace DialIn.BigBlueButton;

/// <summary>Why a BBB API call brought no answer that can be used.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Detail">One line for the operator. Holds neither the request's URL (its checksum) nor anything of the body.</param>
internal sealed record BbbFailure(BbbFailureKind Kind, string Detail)
{
    private const int MaxKeyLength = 64;

    /// <summary>What an answer says of itself; <see langword="null"/> for success.</summary>
    /// <param name="returnCode">Its <c>returncode</c>; empty if it has none.</param>
    /// <param name="messageKey">Its <c>messageKey</c>; empty if it has none.</param>
    public static BbbFailure? Of(string returnCode, string messageKey) => returnCode switch
    {
        "SUCCESS" => null,
        // BBB API: errors, the key decides and never the text, which differs between releases.
        "FAILED" when messageKey == "checksumError" => new BbbFailure(BbbFailureKind.Checksum, messageKey),
        "FAILED" => new BbbFailure(BbbFailureKind.Refused, messageKey.Length is > 0 and <= MaxKeyLength && messageKey.All(IsOfAKey) ? messageKey : "no messageKey"),
        _ => new BbbFailure(BbbFailureKind.NotBbb, "the answer has no returncode"),
    };

    /// <summary>An answer that is none of the BBB API, with a status that says why.</summary>
    public static BbbFailure OfStatus(HttpStatusCode status) => new(BbbFailureKind.HttpStatus, string.Create(CultureInfo.InvariantCulture, $"HTTP status {(int)status}"));

    private static bool IsOfAKey(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
