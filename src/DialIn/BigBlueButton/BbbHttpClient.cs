using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.BigBlueButton;

/// <summary>The HTTP client for BBB servers.</summary>
internal static class BbbHttpClient
{
    // A server moves by DNS; its old address must not be asked for ever.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds <see cref="BbbApiClient"/>, and the HTTP client of all who call BBB servers.</summary>
    public static IServiceCollection AddBbbApiClient(this IServiceCollection services)
    {
        services.AddHttpClient(BbbExchange.HttpClientName, static http => http.Timeout = Timeout.InfiniteTimeSpan)
            // The stock loggers write each URL at Information. .NET hides its query, and the checksum in it, unless a switch
            // in the environment says otherwise; nothing here depends on that switch.
            .RemoveAllLoggers()
            .UseSocketsHttpHandler(static (handler, _) =>
            {
                // A redirect would carry the checksum to whoever the answer names.
                handler.AllowAutoRedirect = false;
                // Not Brotli: no BBB server speaks it, and a broken stream of it ends in an exception that elsewhere means a fault of ours.
                handler.AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate;
                handler.PooledConnectionLifetime = ConnectionLifetime;
                handler.UseCookies = false;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services.AddSingleton<BbbApiClient>();
    }
}
