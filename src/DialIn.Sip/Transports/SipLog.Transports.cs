using System.Net;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip;

/// <summary>The log messages of transports: event ids 1100 to 1199.</summary>
internal static partial class SipLog
{
    [LoggerMessage(1100, LogLevel.Information, "The certificate in {File} has changed: it is for {Names}, valid until {NotAfter:u}")]
    public static partial void CertificateChanged(ILogger logger, string file, string names, DateTime notAfter);

    [LoggerMessage(1101, LogLevel.Warning, "The certificate in {File} with the key in {KeyFile} has changed and cannot be used; the one before stays: {Reason}")]
    public static partial void CertificateNotRead(ILogger logger, string file, string keyFile, string reason);

    [LoggerMessage(1104, LogLevel.Information, "The roots in {File} have changed: there are {Count} now")]
    public static partial void RootsChanged(ILogger logger, string file, int count);

    [LoggerMessage(1105, LogLevel.Warning, "The roots in {File} cannot be read; the ones before stay: {Reason}")]
    public static partial void RootsNotRead(ILogger logger, string file, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "No TLS with {Name} at {Remote}: {Reason}")]
    public static partial void ServerNotVerified(ILogger logger, string name, IPEndPoint remote, string reason);

    [LoggerMessage(1103, LogLevel.Information, "{Remote} showed a certificate by which it is not known: {Reason}")]
    public static partial void ClientNotKnown(ILogger logger, IPEndPoint remote, string reason);
}
