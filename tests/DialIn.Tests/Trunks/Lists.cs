using DialIn.Trunks;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Trunks;

/// <summary>Readers of published lists, as the program makes them.</summary>
internal static class Lists
{
    /// <summary>For tests without a list: nothing is kept.</summary>
    public static PublishedLists None { get; } = Reader(TimeProvider.System);

    /// <summary>Asks over HTTP as the program does.</summary>
    public static PublishedLists Reader(TimeProvider time, IPublishedListStore? store = null)
    {
        var services = new ServiceCollection().AddSingleton(time).AddPublishedLists();
        if (store is not null)
        {
            services.AddSingleton(store);
        }

        return services.BuildServiceProvider().GetRequiredService<PublishedLists>();
    }

    /// <summary>A world in which every address answers the same.</summary>
    public static PublishedLists Answering(string json) => new(new OneAnswer(json), null, TimeProvider.System);

    private sealed class OneAnswer(string json) : HttpMessageHandler, IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent(json) });
    }
}
