using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DialIn.EndToEnd.Tests.Peers;

/// <summary>The versions of the programs that we are tried with, as they print them themselves.</summary>
internal static partial class PeerVersions
{
    private static readonly ConcurrentDictionary<string, string> Known = new();

    /// <summary>A program's name and version, such as <c>kamailio 5.6.3</c>.</summary>
    public static string Describe(string peer) => Known.GetOrAdd(peer, static name => $"{name} {Ask(name)}");

    private static string Ask(string peer)
    {
        var (file, argument) = peer switch
        {
            "baresip" => ("baresip", "-h"),
            "dnsmasq" => ("/usr/sbin/dnsmasq", "--version"),
            "kamailio" => ("/usr/sbin/kamailio", "-v"),
            "linphonec" => ("linphonec", "-v"),
            "sipp" => ("sipp", "-v"),
            "tshark" => ("tshark", "--version"),
            _ => throw new ArgumentOutOfRangeException(nameof(peer), peer, "has no known way to print its version"),
        };
        using var process = Process.Start(new ProcessStartInfo(file, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var printed = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return Version().Match(printed) is { Success: true } found ? found.Value : throw new InvalidOperationException($"{file} {argument} printed no version: {printed}");
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)*")]
    private static partial Regex Version();
}
