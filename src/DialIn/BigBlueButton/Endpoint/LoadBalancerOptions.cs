namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Section <c>BbbEndpoint:LoadBalancer</c>: Scalelite, b3lb or another program that is a BBB API itself.</summary>
internal sealed class LoadBalancerOptions
{
    /// <summary>The name under which its secret is stored and it appears in logs, beside those of the servers.</summary>
    public const string Name = "load-balancer";

    /// <summary>Base of its API, ends with <c>/api/</c>; unset: there is none.</summary>
    public string? ApiUrl { get; set; }

    /// <summary>Its shared secret.</summary>
    public string? Secret { get; set; }

    /// <summary>Algorithm of the checksum.</summary>
    // SHA-256: Scalelite and b3lb know it as they are installed.
    public ChecksumAlgorithm Checksum { get; set; } = ChecksumAlgorithm.Sha256;

    /// <summary>The same as a server's entry; <see langword="null"/> if there is none.</summary>
    public ServerOptions? ToServer() => ApiUrl is null ? null : new ServerOptions { Name = Name, ApiUrl = ApiUrl, Secret = Secret ?? "", Checksum = Checksum };
}
