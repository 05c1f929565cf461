namespace DialIn.Simulator.Api;

/// <summary>An error as the BBB API names it.</summary>
/// <param name="Key">The <c>messageKey</c>, which clients test.</param>
/// <param name="Message">The text, which nobody should test.</param>
internal sealed record ApiFault(string Key, string Message)
{
    /// <summary>The checksum is missing or wrong.</summary>
    public static readonly ApiFault Checksum = new("checksumError", "Checksums do not match");

    /// <summary>There is no such meeting.</summary>
    public static readonly ApiFault NotFound = new("notFound", "A meeting with that ID does not exist");

    /// <summary>The call has no meetingID.</summary>
    public static readonly ApiFault NoMeetingId =
        new("missingParamMeetingID", "You must specify a meeting ID for the meeting.");

    /// <summary>The meetingID is taken, with other passwords.</summary>
    public static readonly ApiFault IdNotUnique =
        new("idNotUnique", "A meeting already exists with that meeting ID. Please use a different meeting ID.");

    /// <summary>Another meeting has the voice bridge.</summary>
    public static readonly ApiFault VoiceBridgeTaken =
        new("nonUniqueVoiceBridge", "The selected voice bridge is already in use.");

    /// <summary>There is no such call.</summary>
    public static readonly ApiFault Unsupported = new("unsupportedRequest", "This request is not supported.");

    /// <summary>A parameter is missing or out of range.</summary>
    public static ApiFault Validation(string message) => new("validationError", message);
}
