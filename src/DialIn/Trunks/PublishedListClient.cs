using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Trunks;

/// <summary>The HTTP client for lists of networks that carriers publish.</summary>
internal static class PublishedListClient
{
    // The longest list that we know of has 10 KiB.
    private const int MaxBytes = 1 << 20;

    /// <summary>Adds <see cref="PublishedLists"/> and its HTTP client. Nothing is kept without an <see cref="IPublishedListStore"/>.</summary>
    public static IServiceCollection AddPublishedLists(this IServiceCollection services)
    {
        services.AddHttpClient(PublishedLists.HttpClientName, static http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.MaxResponseContentBufferSize = MaxBytes;
            })
            // An address may have a key in it.
            .RemoveAllLoggers()
            .UseSocketsHttpHandler(static (handler, _) =>
            {
                // It would lead to where the operator has not said that the list is.
                handler.AllowAutoRedirect = false;
                handler.AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate;
                handler.UseCookies = false;
            });
        return services.AddSingleton(static provider => new PublishedLists(
            provider.GetRequiredService<IHttpClientFactory>(), provider.GetService<IPublishedListStore>(), provider.GetRequiredService<TimeProvider>()));
    }
}
