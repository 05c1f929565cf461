namespace DialIn.BigBlueButton;

/// <summary>Why a BBB API call brought no answer that can be used.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Detail">One line for the operator. Holds neither the request's URL (its checksum) nor anything of the body.</param>
internal sealed record BbbFailure(BbbFailureKind Kind, string Detail);
