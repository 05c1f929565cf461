using System.Net;

namespace DialIn.Trunks;

/// <summary>
/// The machine's own list of names. What stands there goes before what name servers say, as it does for every other program:
/// a lab, or an operator in need, puts a carrier's name there.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class HostsFile(string path = "/etc/hosts")
{
    /// <summary>The addresses of a name; null if it is not listed. Read each time: it is small, and the answers are remembered.</summary>
    public IReadOnlyList<IPAddress>? Find(string name)
    {
        List<IPAddress>? found = null;
        foreach (var line in Lines())
        {
            var words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Skip(1).Contains(name, StringComparer.OrdinalIgnoreCase) && IPAddress.TryParse(words[0], out var address))
            {
                (found ??= []).Add(address);
            }
        }

        return found;
    }

    private string[] Lines()
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
