using DialIn.BigBlueButton;
using DialIn.Hosting.Configuration;
using DialIn.Secrets;
using DialIn.Trunks;

namespace DialIn.Hosting.Commands;

/// <summary>Somebody in the configuration who has a secret.</summary>
/// <param name="Owner">The trunk or the server.</param>
/// <param name="Account">The account, where the trunk has several.</param>
/// <param name="Name">Under which name the secret is stored.</param>
/// <param name="Source">What in the configuration holds the secret; <see langword="null"/> if nothing does.</param>
internal sealed record CredentialOwner(string Owner, string? Account, CredentialName Name, string? Source)
{
    /// <summary>Whether the configuration has a secret.</summary>
    public bool IsConfigured => Source is not null;

    /// <summary>The accounts of all trunks that have passwords.</summary>
    public static IReadOnlyList<CredentialOwner> OfTrunks(LoadedConfiguration loaded) =>
    [
        .. loaded.Options.Trunks.SelectMany(TrunkAccount.WithPassword).Select(account => new CredentialOwner(
            account.Trunk,
            account.Name == account.Trunk ? null : account.Name,
            CredentialName.OfTrunk(account.Trunk, account.Name),
            account.PasswordFile is { } file && PasswordFile.Read(Path.GetFullPath(file, loaded.BaseFolder)) is not null ? file : null)),
    ];

    /// <summary>All front ends of the BBB API endpoint.</summary>
    public static IReadOnlyList<CredentialOwner> OfFrontEnds(LoadedConfiguration loaded) =>
    [
        .. loaded.Options.BbbEndpoint.FrontEnds.Select(static frontEnd => new CredentialOwner(
            frontEnd.Name, null, CredentialName.OfFrontEnd(frontEnd.Name), frontEnd.Secret.Length > 0 ? "configuration" : null)),
    ];

    /// <summary>All BBB servers, and the load balancer.</summary>
    public static IReadOnlyList<CredentialOwner> OfServers(LoadedConfiguration loaded) =>
    [
        .. loaded.Options.Servers.Concat(new[] { loaded.Options.BbbEndpoint.LoadBalancer.ToServer() }.OfType<ServerOptions>()).Select(static server => new CredentialOwner(
            server.Name, null, CredentialName.OfServer(server.Name), server.Secret.Length > 0 ? "configuration" : null)),
    ];
}
