using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DialIn.Hosting;

/// <summary>How the service logs: to standard error, in systemd's form if that is the journal, else one line each with the time in UTC.</summary>
internal static class LoggingSetup
{
    /// <summary>Sets logging up by the section <c>Logging</c>.</summary>
    public static ILoggingBuilder AddDialInLogging(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders().AddConfiguration(configuration.GetSection("Logging"));
        // Whatever the section says: these write the URL of each request, and a BBB URL has a checksum in its query.
        logging.AddFilter("System.Net.Http.HttpClient", LogLevel.None);
        // The same of what passes through the BBB API endpoint: the forwarder and the web server write URLs, and a bad request's first line.
        foreach (var category in new[] { "Yarp", "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests" })
        {
            logging.AddFilter(category, LogLevel.None);
        }

        // A failed start is told in one sentence by the verb; what the host adds is a stack trace. A service that ends later is Critical.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // A line names its call; three more ids of its trace make it no clearer.
        logging.Configure(static factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.None);
        if (SystemdService.LogsToJournal(Environment.GetEnvironmentVariables()))
        {
            logging.AddSystemdConsole(static console => console.IncludeScopes = true);
        }
        else
        {
            logging.AddSimpleConsole(static console =>
            {
                console.SingleLine = true;
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            });
        }

        // Standard output is for what the program was asked for: "Ready", tables, PINs.
        logging.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }
}
