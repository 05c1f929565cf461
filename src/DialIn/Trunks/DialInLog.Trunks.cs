using System.Net;
using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about trunks: event ids 31xx.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(3101, LogLevel.Warning, "Trunk {Trunk} brought a call to a number that is not in PhoneNumbers; it is answered as {Number}")]
    public static partial void UnknownCalledNumber(ILogger logger, string trunk, string number);

    [LoggerMessage(3102, LogLevel.Information, "Trunk {Trunk} is registered")]
    public static partial void TrunkRegistered(ILogger logger, string trunk);

    [LoggerMessage(3103, LogLevel.Warning, "Trunk {Trunk} is not registered: {Failure} ({Meaning}); the next try is at {NextAttempt:u}")]
    public static partial void TrunkNotRegistered(ILogger logger, string trunk, string? failure, string meaning, DateTimeOffset? nextAttempt);

    [LoggerMessage(3104, LogLevel.Warning, "Trunk {Trunk} has no password yet and is not registered: dialin trunk set-password, or PasswordFile")]
    public static partial void TrunkHasNoPassword(ILogger logger, string trunk);

    [LoggerMessage(3105, LogLevel.Warning, "Server {Server}: the name {Host} in its SipUri cannot be resolved")]
    public static partial void ServerNotResolved(ILogger logger, string server, string host);

    [LoggerMessage(3106, LogLevel.Warning, "Trunk {Trunk}: the carrier refuses the credentials with {Failure} ({Meaning}); the next try is at {NextAttempt:u}, or as soon as the password changes")]
    public static partial void TrunkRefused(ILogger logger, string trunk, string? failure, string meaning, DateTimeOffset? nextAttempt);

    [LoggerMessage(3107, LogLevel.Information, "Trunk {Trunk}: the registrar sees us as {Address} now; the registration follows")]
    public static partial void TrunkMoved(ILogger logger, string trunk, IPEndPoint address);

    [LoggerMessage(3108, LogLevel.Warning, "Trunk {Trunk}: the registrar sees us as {Address}, but Sip:PublicAddress is {PublicAddress}; calls may not find the way")]
    public static partial void TrunkSeenElsewhere(ILogger logger, string trunk, IPAddress address, IPAddress publicAddress);

    [LoggerMessage(3109, LogLevel.Warning, "Trunk {Trunk} could not be registered again: {Failure} ({Meaning}); calls still come until {Until:u}, the next try is at {NextAttempt:u}")]
    public static partial void TrunkNotRefreshed(ILogger logger, string trunk, string? failure, string meaning, DateTimeOffset until, DateTimeOffset? nextAttempt);

    [LoggerMessage(3110, LogLevel.Warning, "Trunk {Trunk}: somebody else keeps the same account registered, at {Contact}; calls may go there. One account belongs to one node")]
    public static partial void TrunkIsShared(ILogger logger, string trunk, string contact);

    [LoggerMessage(3111, LogLevel.Warning, "Trunk {Trunk} has brought no call for {Duration}; place one: the carrier, the number or the firewall may have changed")]
    public static partial void TrunkIsQuiet(ILogger logger, string trunk, TimeSpan duration);

    [LoggerMessage(3112, LogLevel.Information, "Trunk {Trunk} brings calls again")]
    public static partial void TrunkHasCallsAgain(ILogger logger, string trunk);

    [LoggerMessage(3113, LogLevel.Information, "Trunk {Trunk} is registered by another node, {Holder}; this one takes over when that one ends")]
    public static partial void TrunkHeldElsewhere(ILogger logger, string trunk, string holder);

    [LoggerMessage(3114, LogLevel.Warning, "Trunk {Trunk}: this node could not confirm in the database that it may register the account, and does not until it can")]
    public static partial void TrunkNotHeld(ILogger logger, string trunk);

    [LoggerMessage(3115, LogLevel.Information, "Trunk {Trunk} is registered by this node from now on")]
    public static partial void TrunkHeld(ILogger logger, string trunk);

    [LoggerMessage(3116, LogLevel.Error, "Trunk {Trunk}: whether this node may register the account cannot be settled, by an error in DialIn; it is tried again. Said once until it registers it")]
    public static partial void TrunkLeaseFaulted(ILogger logger, Exception fault, string trunk);

    [LoggerMessage(3120, LogLevel.Warning, "Trunk {Trunk}: the name {Host} has no address, or no name server answers; calls are admitted from the addresses known before")]
    public static partial void TrunkNameNotResolved(ILogger logger, string trunk, string host);

    [LoggerMessage(3121, LogLevel.Warning, "Trunk {Trunk}: the list of networks at {Address} {Fault}; {Meanwhile}")]
    public static partial void TrunkListNotRead(ILogger logger, string trunk, string address, string fault, string meanwhile);

    [LoggerMessage(3122, LogLevel.Information, "Trunk {Trunk}: the list at {Address} names {Networks} networks, before it were {Before}")]
    public static partial void TrunkListRead(ILogger logger, string trunk, string address, int networks, int before);

    [LoggerMessage(3123, LogLevel.Error, "Trunk {Trunk}: from where its calls come cannot be followed, by an error in DialIn; it is tried again every minute, and what was known before holds. Said once until it can be followed again")]
    public static partial void TrunkAddressesFaulted(ILogger logger, Exception fault, string trunk);

    [LoggerMessage(3130, LogLevel.Information, "Dropped since the last such line: {Reasons}")]
    public static partial void TrafficDropped(ILogger logger, string reasons);

    [LoggerMessage(3131, LogLevel.Debug, "The last source that is neither a trunk nor a server was {Source}")]
    public static partial void LastStranger(ILogger logger, string source);

    [LoggerMessage(3132, LogLevel.Warning, "{Calls} calls of trunk {Trunk} were refused since the last such line: more than {Limit}")]
    public static partial void CallsRefused(ILogger logger, int calls, string trunk, string limit);
}
