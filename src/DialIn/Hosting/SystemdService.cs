using System.Collections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace DialIn.Hosting;

/// <summary>
/// What systemd has asked of the process, from what it has set in the environment (sd_notify(3), systemd.exec(5)). The library asks for the name
/// of the parent process instead, which a unit with <c>ProtectProc=invisible</c> hides.
/// </summary>
internal static class SystemdService
{
    private const string NotifySocket = "NOTIFY_SOCKET";
    private const string JournalStream = "JOURNAL_STREAM";
    private const string StandardError = "/proc/self/fd/2";

    /// <summary>Tells systemd <c>READY=1</c> when calls are taken and <c>STOPPING=1</c> when it is asked to end, if it waits for that.</summary>
    /// <param name="services">Those of the program.</param>
    /// <param name="environment">Environment variables.</param>
    public static IServiceCollection AddSystemdNotification(this IServiceCollection services, IDictionary environment) =>
        environment[NotifySocket] is string { Length: > 0 }
            ? services.AddSingleton<ISystemdNotifier, SystemdNotifier>().AddSingleton<IHostLifetime, SystemdLifetime>()
            : services;

    /// <summary>Whether standard error goes to the journal, and not to a file or a terminal that was opened since.</summary>
    /// <param name="environment">Environment variables.</param>
    public static bool LogsToJournal(IDictionary environment) => LogsToJournal(environment[JournalStream] as string, Target(StandardError));

    /// <summary>The same of values.</summary>
    /// <param name="stream">Device and inode, such as <c>8:4711</c>; null outside of systemd.</param>
    /// <param name="standardError">Where standard error leads, such as <c>socket:[4711]</c>; null if that is not known.</param>
    internal static bool LogsToJournal(string? stream, string? standardError) =>
        stream?.Split(':') is [_, { Length: > 0 } inode] && standardError?.EndsWith($":[{inode}]", StringComparison.Ordinal) == true;

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
