using DialIn.Announcements;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Endpoint;
using DialIn.Hosting.Configuration;
using DialIn.Meetings;
using DialIn.Pins;
using DialIn.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace DialIn.Hosting;

/// <summary>Puts the BBB API endpoint together.</summary>
internal static class EndpointSetup
{
    // As much as BBB's own web server takes with its settings for long welcome texts.
    private const int MaxRequestLine = 64 * 1024;

    /// <summary>Lets a front end's long URLs in, and tells nobody which server this is.</summary>
    public static void Configure(KestrelServerOptions kestrel) => (kestrel.Limits.MaxRequestLineSize, kestrel.AddServerHeader) = (MaxRequestLine, false);

    /// <summary>Registers it; nothing of it runs unless it is mapped.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Options without faults.</param>
    /// <param name="moderatorMessage">Makes the moderators' message; <see langword="null"/>: <see cref="DialInTexts"/> does.</param>
    public static IServiceCollection AddBbbEndpoint(this IServiceCollection services, DialInOptions options, Func<string?, Pin, string>? moderatorMessage = null)
    {
        var endpoint = options.BbbEndpoint;
        if (endpoint.LoadBalancer.ToServer() is { } loadBalancer)
        {
            services.AddServerCredentials([loadBalancer]);
        }

        foreach (var frontEnd in endpoint.FrontEnds)
        {
            services.AddSingleton<ICredentialUser>(new FrontEndCredential(frontEnd));
        }

        services.AddHttpForwarder();
        return services
            .AddSingleton(endpoint)
            .AddSingleton<EndpointMeters>()
            .AddSingleton(provider => new FrontEnds(endpoint.FrontEnds, provider.GetRequiredService<SecretVault>()))
            .AddSingleton(provider => new Upstreams(endpoint, options.Servers, provider.GetRequiredService<ServerSecrets>()))
            .AddSingleton(provider => new MeetingPins(
                provider.GetRequiredService<IPinStore>(),
                provider.GetRequiredService<IReservationStore>(),
                endpoint.KeepPin,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<MeetingPins>>()))
            .AddSingleton(provider => new CreateComposer(
                provider.GetRequiredService<MeetingPins>(),
                moderatorMessage ?? provider.GetRequiredService<DialInTexts>().ModeratorMessage,
                endpoint.AddMetadata ? options.PhoneNumbers[0].Number : null,
                endpoint,
                provider.GetRequiredService<ILogger<CreateComposer>>()))
            .AddSingleton(provider => new CallForwarder(
                provider.GetRequiredService<IHttpForwarder>(),
                endpoint.Timeout,
                provider.GetRequiredService<EndpointMeters>(),
                provider.GetRequiredService<ILogger<CallForwarder>>()))
            .AddSingleton<CreateRecorder>()
            .AddHostedService(static provider => provider.GetRequiredService<CreateRecorder>())
            .AddSingleton<CreateHandler>()
            .AddSingleton<EndHandler>()
            .AddSingleton<ServerQuestions>()
            .AddSingleton(provider => new Cluster(
                provider.GetRequiredService<Upstreams>(),
                provider.GetRequiredService<ServerQuestions>(),
                provider.GetRequiredService<MeetingDirectory>(),
                endpoint.PickServer,
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new ClusterCalls(
                provider.GetRequiredService<Cluster>(),
                provider.GetRequiredService<Upstreams>(),
                provider.GetRequiredService<ServerQuestions>(),
                endpoint.Timeout,
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<CallRouter>()
            .AddSingleton<BbbEndpoint>();
    }

    /// <summary>Answers below <c>/bigbluebutton/api</c>, if it is enabled.</summary>
    public static void MapBbbEndpoint(this IEndpointRouteBuilder routes, BbbEndpointOptions options)
    {
        if (options.Enabled)
        {
            routes.Map($"{EndpointCall.Root}/{{**call}}", static (HttpContext context, BbbEndpoint endpoint) => endpoint.HandleAsync(context));
        }
    }
}
