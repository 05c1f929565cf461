using DialIn.Calls;
using DialIn.Operations.Alarms;
using DialIn.Operations.Api;
using DialIn.Pins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Operations.Console;

/// <summary>Puts the console together.</summary>
internal static class ConsoleSetup
{
    // Nothing but the page's own files, no script in the page, no text that becomes one (Trusted Types), no frame around it.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    // Of the login alone: nothing else of the console takes a body.
    private const string NotJson = "Logging in takes JSON, {\"token\": \"dialin_...\"}, sent as Content-Type: application/json.";

    /// <summary>Registers it, and the alarms, which are there without it too.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Options without faults.</param>
    /// <param name="certificates">Certificates whose end is watched: names in the configuration, and paths.</param>
    public static IServiceCollection AddConsole(this IServiceCollection services, ConsoleOptions options, IReadOnlyList<(string Name, string Path)> certificates) => services
        .AddSingleton(options)
        .AddSingleton<ConsoleSessions>()
        .AddSingleton(provider => new MeetingLabels(
            options, provider.GetRequiredService<IPinStore>(), provider.GetRequiredService<CallServices>().PseudonymKey, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ISnapshotSource, SnapshotMaker>()
        .AddSingleton<EventFeed>()
        .AddHostedService(static provider => provider.GetRequiredService<EventFeed>())
        .AddSingleton<IAlarmSource, TrunkAlarmSource>()
        .AddSingleton<IAlarmSource, ListAlarmSource>()
        .AddSingleton<IAlarmSource, ServiceAlarmSource>()
        .AddSingleton<IAlarmSource>(provider => new CertificateAlarmSource(certificates, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<AlarmBoard>()
        .AddHostedService(static provider => provider.GetRequiredService<AlarmBoard>());

    /// <summary>Adds the page, if it is enabled.</summary>
    public static void MapConsole(this WebApplication application, ConsoleOptions options)
    {
        if (!options.Enabled)
        {
            return;
        }

        application.UseWhen(static context => IsOfTheConsole(context.Request.Path), static page => page
            .Use(static (context, next) =>
            {
                context.Response.OnStarting(static state => Harden((IHeaderDictionary)state), context.Response.Headers);
                return next(context);
            })
            .UseExceptionHandler(static failed => failed.Run(static context => ApiProblems.WriteAsync(
                context, StatusCodes.Status500InternalServerError, "This is a fault of DialIn; its log says more.")))
            .UseStatusCodePages(WriteBareAsync));
        application.MapFiles();
        application.MapSession();
    }

    private static bool IsOfTheConsole(PathString path) => path == "/" || path.StartsWithSegments("/console", StringComparison.OrdinalIgnoreCase);

    private static Task WriteBareAsync(StatusCodeContext context)
    {
        var response = context.HttpContext.Response;
        return ApiProblems.WriteAsync(context.HttpContext, response.StatusCode, response.StatusCode switch
        {
            StatusCodes.Status404NotFound => "The console has nothing at this path. It begins at /.",
            StatusCodes.Status415UnsupportedMediaType => NotJson,
            _ => ApiProblems.DetailOf(context.HttpContext),
        });
    }

    private static Task Harden(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = headers.CacheControl.Count > 0 ? headers.CacheControl : "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return Task.CompletedTask;
    }
}
