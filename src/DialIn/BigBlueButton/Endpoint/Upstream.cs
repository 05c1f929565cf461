namespace DialIn.BigBlueButton.Endpoint;

/// <summary>A server that calls are passed on to, and the secret to sign with now. Never prints that.</summary>
/// <param name="Server">The server, or the load balancer as one.</param>
/// <param name="Secret">Its secret at this moment.</param>
/// <param name="IsLoadBalancer">Whether meetings are on other servers behind it.</param>
/// <param name="OtherSecret">The one to try when that is refused; <see langword="null"/> while it has only one.</param>
internal sealed record Upstream(ServerOptions Server, string Secret, bool IsLoadBalancer, string? OtherSecret = null)
{
    /// <summary>The server's name.</summary>
    public string Name => Server.Name;

    /// <summary>Signs a query string for it.</summary>
    /// <param name="callName">Name of the call.</param>
    /// <param name="query">The query string without a checksum.</param>
    /// <param name="algorithm">With which hash; <see langword="null"/>: the server's.</param>
    public string Sign(string callName, string query, ChecksumAlgorithm? algorithm = null) => BbbChecksum.Sign(callName, query, Secret, algorithm ?? Server.Checksum);

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
