using System.Text;
using System.Text.RegularExpressions;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>Looks for what must never be written down: a PIN that a caller typed, and a caller's number in full.</summary>
internal static class Leaks
{
    private const int CountryCodeLength = 3;

    /// <summary>Looks through the service's log, which must be that of level Debug, and through the database but for its table of PINs.</summary>
    /// <param name="bridge">The service, after at least one call.</param>
    /// <param name="typed">PINs, right ones and wrong ones, in digits alone.</param>
    /// <param name="callers">Callers' numbers, such as <c>+4915112345678</c>.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task AssertNoneAsync(Bridge bridge, IEnumerable<string> typed, IEnumerable<string> callers, CancellationToken cancel)
    {
        var log = bridge.Log;
        Assert.Contains("dbug:", log, StringComparison.Ordinal);
        var tables = await bridge.QueryAsync("SELECT group_concat(name, ' ') FROM sqlite_master WHERE type = 'table' AND name <> 'pins'", cancel);
        Assert.Contains("call_records", tables, StringComparison.Ordinal);
        var rows = await bridge.QueryAsync($".dump {tables}", cancel);
        Assert.Contains("INSERT INTO", rows, StringComparison.Ordinal);
        var ownPins = (await bridge.QueryAsync("SELECT pin FROM pins", cancel)).Split('\n');
        var bytes = await ReadFilesAsync(bridge.Database, cancel);
        foreach (var secret in typed.Concat(callers.Select(static number => number[CountryCodeLength..])).Distinct())
        {
            Assert.DoesNotMatch(InAnyGrouping(secret), log);
            Assert.DoesNotMatch(InAnyGrouping(secret), rows);

            // Nor in what was deleted and is still in the file; a reserved PIN is, in the table of PINs.
            Assert.True(ownPins.Contains(secret) || !bytes.Contains(secret, StringComparison.Ordinal), "found in the database's files");
        }
    }

    /// <summary>Finds a PIN or a number however it is written: 123 456 789 is the same PIN.</summary>
    public static Regex InAnyGrouping(string secret) => new(string.Join("[ .-]?", secret.ToCharArray()));

    /// <summary>The database's file and its log of changes, a character for each byte.</summary>
    private static async Task<string> ReadFilesAsync(string database, CancellationToken cancel)
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(database)!, $"{Path.GetFileName(database)}*");
        Assert.NotEmpty(files);
        return string.Concat(await Task.WhenAll(files.Select(async file => Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, cancel)))));
    }
}
