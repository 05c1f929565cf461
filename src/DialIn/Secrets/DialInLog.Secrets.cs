using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about secrets and their rotation: event ids 32xx. Never a secret.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(3201, LogLevel.Information, "Credential {Credential}: {Outcome}")]
    public static partial void CredentialStep(ILogger logger, string credential, string outcome);

    [LoggerMessage(3202, LogLevel.Error, "Credential {Credential} was changed and cannot be read; the one before stays in use. {Fault}")]
    public static partial void CredentialUnreadable(ILogger logger, string credential, string fault);

    [LoggerMessage(3203, LogLevel.Warning, "Stored credentials cannot be read or changed now; those in memory stay in use. Said once until it works again")]
    public static partial void CredentialsNotRead(ILogger logger, Exception fault);

    [LoggerMessage(3204, LogLevel.Warning, "Old audit records could not be deleted; the next try is in a day")]
    public static partial void AuditNotDeleted(ILogger logger, Exception fault);

    [LoggerMessage(3205, LogLevel.Warning, "Somebody shows wrong tokens to the HTTP interface: {Limit} within a minute from one address. Until the minute is over, only tokens of dialin token are taken from there")]
    public static partial void WrongTokens(ILogger logger, int limit);
}
