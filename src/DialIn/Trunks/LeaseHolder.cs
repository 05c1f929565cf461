using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace DialIn.Trunks;

/// <summary>
/// A process that may hold leases. Prints as <c>host/pid boot namespace nonce</c>: by the kernel's boot id and the namespace of
/// process ids, another process on the same machine can tell whether it still runs.
/// </summary>
/// <param name="Host">The machine's name, for people.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="Boot">The kernel's boot id; <c>-</c> where there is none.</param>
/// <param name="Namespace">In which namespace the process id counts; <c>-</c> where that is unknown.</param>
/// <param name="Nonce">Tells it from an earlier process of the same number.</param>
internal sealed record LeaseHolder(string Host, int ProcessId, string Boot, string Namespace, string Nonce)
{
    private const string Unknown = "-";

    /// <summary>What people read: <c>host/pid</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Host}/{ProcessId}");

    /// <summary>This process.</summary>
    public static LeaseHolder Own() => new(
        Environment.MachineName.Replace(' ', '_'),
        Environment.ProcessId,
        ReadOr(static () => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()),
        ReadOr(static () => new FileInfo("/proc/self/ns/pid").LinkTarget),
        RandomNumberGenerator.GetHexString(12, lowercase: true));

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    public static LeaseHolder? Read(string? text) =>
        text?.Split(' ') is [var name, var boot, var space, var nonce] && name.LastIndexOf('/') is > 0 and var slash
            && int.TryParse(name.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new LeaseHolder(name[..slash], id, boot, space, nonce)
            : null;

    /// <summary>Whether another holder certainly runs no more, so that nobody need wait for its lease to end. False where that cannot be known.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="isOfThisMachine">Whether all holders are known to be on this machine.</param>
    public bool KnowsGone(LeaseHolder other, bool isOfThisMachine)
    {
        if (Boot == Unknown || other.Boot == Unknown || Nonce == other.Nonce)
        {
            return false;
        }

        if (Boot != other.Boot)
        {
            return isOfThisMachine;
        }

        // A process id means something within its own namespace alone; in ours, it may be that of this very process by now.
        return Namespace == other.Namespace && Namespace != Unknown && (other.ProcessId == ProcessId || !IsRunning(other.ProcessId));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Boot} {Namespace} {Nonce}";

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // Not Linux, or a /proc that is hidden.
    private static string ReadOr(Func<string?> read)
    {
        try
        {
            return read() is { Length: > 0 } text && !text.Contains(' ', StringComparison.Ordinal) ? text : Unknown;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }
}
