using System.Net;
using System.Net.Sockets;
using DialIn.Announcements;
using DialIn.BigBlueButton;
using DialIn.Calls;
using DialIn.Hosting.Configuration;
using DialIn.Ivr;
using DialIn.Media.Relay;
using DialIn.Meetings;
using DialIn.Operations.Traces;
using DialIn.Pins;
using DialIn.Secrets;
using DialIn.Sip.Dialogs;
using DialIn.Sip.Locating;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Storage;
using DialIn.Trunks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting;

/// <summary>Puts the bridge together: the user agent, the media loop, the trunks and the calls.</summary>
internal static class BridgeSetup
{
    /// <summary>Registers the bridge.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">A configuration without faults.</param>
    /// <param name="prompts">The prompts, loaded.</param>
    /// <param name="pseudonymKey">The key of the callers' pseudonyms.</param>
    public static IServiceCollection AddBridge(
        this IServiceCollection services, LoadedConfiguration configuration, PromptLibrary prompts, ReadOnlyMemory<byte> pseudonymKey)
    {
        var options = configuration.Options;
        return services
            .AddNames(options.Sip)
            .AddSingleton<TrunkSources>()
            .AddSingleton<ServerAddresses>()
            .AddSingleton(provider => new TrunkAddresses(
                options.Trunks,
                provider.GetRequiredService<TrunkSources>(),
                provider.GetRequiredService<ServerFinder>(),
                provider.GetRequiredService<PublishedLists>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<TrunkAddresses>>()))
            .AddPublishedLists()
            .AddSingleton<IPublishedListStore, SqlitePublishedListStore>()
            .AddTrunkCredentials(configuration)
            .AddSingleton<ILeaseStore, SqliteLeaseStore>()
            .AddSingleton(provider => new AccountLeases(
                provider.GetRequiredService<ILeaseStore>(),
                LeaseHolder.Own(),
                new LeaseTimings(options.Sip.RegistrationLease),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<AccountLeases>>()))
            .AddSingleton(provider => new TrunkRegistrations(
                options.Trunks,
                options.Sip.PublicAddress?.All ?? [],
                provider.GetRequiredService<ITrunkSecrets>(),
                provider.GetRequiredService<TrunkAddresses>(),
                provider.GetRequiredService<AccountLeases>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<TrunkRegistrations>>()))
            .AddSingleton(provider => new TrunkDesk(
                options.Trunks,
                provider.GetRequiredService<TrunkRegistrations>(),
                provider.GetRequiredService<SecretVault>(),
                provider.GetServices<ICredentialUser>()))
            .AddTrunkEntry(options)
            .AddSingleton(provider => new TrunkGate(
                options.PhoneNumbers,
                options.Trunks,
                provider.GetRequiredService<TrunkEntry>(),
                provider.GetRequiredService<TrafficSummary>(),
                provider.GetRequiredService<ILogger<TrunkGate>>())
            {
                Quiet = provider.GetRequiredService<QuietTrunks>(),
                Loop = provider.GetRequiredService<OwnLoop>(),
            })
            .AddSingleton(provider => new PortPool(
                new PortPoolOptions
                {
                    Address = options.Media.Address.All[0],
                    OtherAddress = options.Media.Address.All is [_, var other] ? other : null,
                    First = options.Media.PortRange.First,
                    Last = options.Media.PortRange.Last,
                },
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new MediaLoop(
                options.Media.Threads is { } threads ? new MediaLoopOptions { Threads = threads } : new MediaLoopOptions(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()))
            .AddSingleton(provider => new SipStack(
                StackOptions(options.Sip, Certificates(provider, configuration).Options, provider.GetRequiredService<CallLadders>()),
                provider.GetRequiredService<TrunkGate>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>(),
                dns: provider.GetRequiredService<IDnsQueries>()))
            .AddSingleton(provider => new CallerNames(
                options.CallerNames,
                provider.GetRequiredService<DialInTexts>(),
                provider.GetRequiredService<ICallerNameStore>(),
                pseudonymKey,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<CallerNames>>()))
            .AddSingleton(provider => new CallServices
            {
                Stack = provider.GetRequiredService<SipStack>(),
                Loop = provider.GetRequiredService<MediaLoop>(),
                Ports = provider.GetRequiredService<PortPool>(),
                MediaAddresses = new MediaAddresses(options.Media.PublicAddress?.All ?? []),
                MediaSources = name => options.Trunks.FirstOrDefault(trunk => trunk.Name == name) is { MediaSources: { Count: > 0 } networks } ? string.Join(',', networks) : null,
                FromHost = FromHost(options.Sip),
                Prompts = prompts,
                Pins = provider.GetRequiredService<PinDirectory>(),
                Guesses = provider.GetRequiredService<FailureLedger>(),
                Meetings = provider.GetRequiredService<MeetingDirectory>(),
                Addresses = new ConferenceAddresses(options.Servers, provider.GetRequiredService<ServerAddresses>(), SpokenFamilies(options)),
                Codecs = new CodecPreferences(
                    options.Trunks.ToDictionary(static trunk => trunk.Name, static trunk => trunk.Codecs),
                    options.Servers.ToDictionary(static server => server.Name, static server => server.Codecs)),
                PseudonymKey = pseudonymKey,
                Names = provider.GetRequiredService<CallerNames>(),
                Records = provider.GetRequiredService<ICallRecordStore>(),
                Proofs = provider.GetRequiredService<IProofPins>(),
                Legs = provider.GetRequiredService<ISipLegs>(),
                Options = options.Calls,
                PinLength = options.Pins.Length,
                Encryption = new EncryptionChoices(
                    options.Trunks.ToDictionary(static trunk => trunk.Name, static trunk => new EncryptionChoice(trunk.Srtp, trunk.SrtpWithoutTls)),
                    options.Servers.ToDictionary(static server => server.Name, static server => new EncryptionChoice(server.Srtp, server.SrtpWithoutTls)),
                    provider.GetRequiredService<TrunkRegistrations>().IsSecurityAgreed),
                Time = provider.GetRequiredService<TimeProvider>(),
            })
            .AddSingleton<LiveCalls>()
            .AddHostedService(provider => provider.GetRequiredService<TrunkAddresses>())
            .AddHostedService(provider => new PublishedListRetention(options.Trunks, provider.GetRequiredService<PublishedLists>(), provider.GetRequiredService<TimeProvider>()))
            .AddHostedService(provider => new ServerSources(
                options.Servers,
                provider.GetRequiredService<TrunkSources>(),
                provider.GetRequiredService<ServerAddresses>(),
                provider.GetRequiredService<ServerFinder>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ServerSources>>()))
            .AddHostedService<BridgeService>();
    }

    private static SipStackOptions StackOptions(SipOptions sip, TlsOptions tls, ISipTap tap) => new()
    {
        Listen = [.. sip.Listen.Select(listen => new SipListenPoint(listen.Protocol, listen.EndPoint))],
        PublicAddresses = sip.PublicAddress?.All ?? [],
        Tls = tls,
        Tap = tap,
        SessionTimers = new SessionTimerOptions
        {
            Interval = sip.SessionInterval,
            Minimum = sip.MinSessionInterval,
            EndUnrefreshed = sip.UnrefreshedSessions == UnrefreshedSessions.End,
        },
        MaxMessagesPerSecondPerSource = sip.MaxMessagesPerSecond,
        IgnoredUserAgents = sip.IgnoredUserAgents,
    };

    private static TrunkCertificates Certificates(IServiceProvider provider, LoadedConfiguration configuration)
    {
        var sip = configuration.Options.Sip;
        return new TrunkCertificates(
            configuration.Options.Trunks,
            sip is { CertificateFile: { } file, CertificateKeyFile: { } key } ? Load(file, key) : null,
            Load,
            file => RootsSource.Load(file, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SipStack>>()),
            configuration.BaseFolder,
            provider.GetRequiredService<TrunkSources>());

        CertificateSource Load(string file, string key) => CertificateSource.Load(
            Path.Combine(configuration.BaseFolder, file),
            Path.Combine(configuration.BaseFolder, key),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SipStack>>());
    }

    private static AddressFamily[] SpokenFamilies(DialInOptions options) =>
        [.. options.Media.Address.All.Select(static address => address.AddressFamily).Where(family => options.Sip.Listen.Any(listen => listen.EndPoint.AddressFamily == family))];

    private static string FromHost(SipOptions sip)
    {
        var address = sip.PublicAddress?.All[0] ?? sip.Listen[0].EndPoint.Address;
        return (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : address).ToString();
    }
}
