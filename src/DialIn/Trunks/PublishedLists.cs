using System.Net;
using DialIn.Pins;

namespace DialIn.Trunks;

/// <summary>Reads the lists of networks that carriers publish. Thread-safe.</summary>
internal sealed class PublishedLists(IHttpClientFactory httpClients, IPublishedListStore? store, TimeProvider time)
{
    /// <summary>Name of the HTTP client, see <see cref="PublishedListClient"/>.</summary>
    public const string HttpClientName = "published-lists";

    // Carriers serve these files from a content delivery network.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    /// <summary>Asks the carrier. What is good is kept.</summary>
    /// <param name="list">Where it is; its fragment names the part that counts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PublishedList> ReadAsync(Uri list, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var read = await FetchAsync(list, either.Token, cancellationToken);
        if (read.Fault is null && store is not null)
        {
            try
            {
                await store.KeepAsync(list, read.Networks, time.GetUtcNow(), cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                // It holds all the same, and the next reading is kept.
            }
        }

        return read;
    }

    /// <summary>What was kept of an earlier reading; empty if nothing was.</summary>
    public async Task<IReadOnlyList<IPNetwork>> FindKeptAsync(Uri list, CancellationToken cancellationToken)
    {
        try
        {
            return store is null ? [] : await store.FindAsync(list, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return [];
        }
    }

    private async Task<PublishedList> FetchAsync(Uri list, CancellationToken limited, CancellationToken cancellationToken)
    {
        try
        {
            using var http = httpClients.CreateClient(HttpClientName);
            using var response = await http.GetAsync(list, limited);
            return response.StatusCode == HttpStatusCode.OK
                ? PublishedList.Read(await response.Content.ReadAsByteArrayAsync(limited), Uri.UnescapeDataString(list.Fragment.TrimStart('#')))
                : PublishedList.Faulty($"cannot be read: the answer is {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PublishedList.Faulty($"cannot be read: no answer within {TimeLimit.TotalSeconds} s");
        }
        catch (HttpRequestException fault)
        {
            return PublishedList.Faulty(fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? "is larger than 1 MiB" : $"cannot be read: {fault.HttpRequestError}");
        }
        catch (IOException)
        {
            return PublishedList.Faulty("cannot be read: the answer breaks off");
        }
    }
}
