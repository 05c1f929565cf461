using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;

namespace DialIn.Operations.Api;

/// <summary>
/// Counts guesses for each address: wrong tokens that do not have the form of those that <c>dialin token</c> makes. The token of the configuration is what somebody made up, so guesses at it are limited;
/// behind a reverse proxy all callers are one address. Tokens that <c>dialin token</c> made have 256 random bits and need no limit:
/// with one of them nobody is shut out because somebody else guesses.
/// </summary>
internal sealed class WrongTokens(ILogger<WrongTokens> logger) : IDisposable
{
    /// <summary>Wrong ones of an address in a minute.</summary>
    // Ten: a front end with an old token tries again some times; ten a minute guess no word of sixteen letters.
    public const int MostPerMinute = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, string>(static address =>
        RateLimitPartition.GetFixedWindowLimiter(NetworkOf(address), static _ => new FixedWindowRateLimiterOptions { PermitLimit = MostPerMinute, Window = Window }));

    // Addresses share turns at random: a thousand addresses need no thousand of them, and no list of addresses grows.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1, 1))];

    /// <summary>How long an address waits at most.</summary>
    public static int RetryAfterSeconds => (int)Window.TotalSeconds;

    /// <summary>What is held while a guess of this address is looked at, from <see cref="MayTry"/> to <see cref="Note"/>.</summary>
    public SemaphoreSlim TurnOf(IPAddress address) => _turns[(uint)StringComparer.Ordinal.GetHashCode(NetworkOf(address)) % _turns.Length];

    /// <summary>Whether a token from this address is looked at.</summary>
    public bool MayTry(IPAddress address)
    {
        using var lease = _limiter.AttemptAcquire(address, permitCount: 0);
        return lease.IsAcquired;
    }

    /// <summary>A token was wrong.</summary>
    public void Note(IPAddress address)
    {
        using var lease = _limiter.AttemptAcquire(address);
        if (lease.IsAcquired && !MayTry(address))
        {
            DialInLog.WrongTokens(logger, MostPerMinute);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _limiter.Dispose();
        Array.ForEach(_turns, static turn => turn.Dispose());
    }

    // Who has one IPv6 address has the other 2^64 of its network.
    private static string NetworkOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6
        ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
        : address.MapToIPv4().ToString();
}
