using DialIn.BigBlueButton;
using DialIn.Hosting.Configuration;
using DialIn.Secrets;
using DialIn.Sip.UserAgents;
using DialIn.Storage;
using DialIn.Trunks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting;

/// <summary>Registers what keeps secrets, and those who use them.</summary>
internal static class CredentialSetup
{
    /// <summary>Stored secrets, their rotation, the audit and the tokens of the HTTP interface.</summary>
    public static IServiceCollection AddCredentials(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var options = configuration.Options;
        return services
            .AddSingleton(new KeySource(options.Secrets, configuration.BaseFolder, Environment.GetEnvironmentVariables()))
            .AddSingleton(new RotationMachine(new RotationTimings { FallbackFor = options.Secrets.FallbackFor }))
            .AddSingleton<SecretBox>()
            .AddSingleton<SecretVault>()
            .AddSingleton<CredentialDesk>()
            .AddSingleton<ICredentialStore, SqliteCredentialStore>()
            .AddSingleton<IServicePresence, SqliteServicePresence>()
            .AddSingleton<IAuditLog, SqliteAuditLog>()
            .AddSingleton<IApiTokenStore, SqliteApiTokenStore>()
            .AddSingleton(provider => new ApiTokens(
                provider.GetRequiredService<IApiTokenStore>(), options.Http.ApiToken, provider.GetRequiredService<TimeProvider>()))
            .AddHostedService<CredentialService>()
            .AddHostedService(provider => new AuditRetention(
                provider.GetRequiredService<IAuditLog>(),
                options.Storage.KeepAudit,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<AuditRetention>>()));
    }

    /// <summary>The passwords of the trunks' accounts.</summary>
    public static IServiceCollection AddTrunkCredentials(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var trunks = configuration.Options.Trunks;
        services
            .AddSingleton(provider => new PasswordFileSecrets(trunks, configuration.BaseFolder, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new StoredTrunkSecrets(provider.GetRequiredService<SecretVault>(), provider.GetRequiredService<PasswordFileSecrets>()))
            .AddSingleton<ITrunkSecrets>(static provider => provider.GetRequiredService<StoredTrunkSecrets>());
        foreach (var (trunk, account) in trunks.SelectMany(static trunk => TrunkAccount.Of(trunk).Select(account => (trunk, account))))
        {
            services.AddSingleton<ICredentialUser>(provider =>
            {
                var leases = provider.GetRequiredService<AccountLeases>();
                return new TrunkCredential(
                    trunk,
                    account,
                    provider.GetRequiredService<StoredTrunkSecrets>(),
                    provider.GetRequiredService<PasswordFileSecrets>(),
                    provider.GetRequiredService<SipStack>(),
                    () => leases.MaySend(account.Label));
            });
        }

        foreach (var account in trunks.Select(TrunkAccount.Incoming).OfType<TrunkAccount>())
        {
            services.AddSingleton<ICredentialUser>(provider => new IncomingCredential(
                account, provider.GetRequiredService<StoredTrunkSecrets>(), provider.GetRequiredService<PasswordFileSecrets>()));
        }

        foreach (var (options, account) in trunks.Select(static trunk => (trunk.Outgoing, Account: TrunkAccount.Outgoing(trunk))).Where(static trunk => trunk.Account is not null))
        {
            services.AddSingleton<ICredentialUser>(provider => new OutgoingCredential(
                options,
                account!,
                provider.GetRequiredService<StoredTrunkSecrets>(),
                provider.GetRequiredService<PasswordFileSecrets>(),
                provider.GetRequiredService<SipStack>()));
        }

        return services;
    }

    /// <summary>The shared secrets of the BBB servers.</summary>
    public static IServiceCollection AddServerCredentials(this IServiceCollection services, IEnumerable<ServerOptions> servers)
    {
        foreach (var server in servers)
        {
            services.AddSingleton<ICredentialUser>(provider => new ServerCredential(server, provider.GetRequiredService<BbbApiClient>()));
        }

        return services;
    }
}
