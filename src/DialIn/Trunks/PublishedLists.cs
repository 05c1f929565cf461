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

    private static readonly TimeSpan KeptWithoutTrunk = TimeSpan.FromDays(30);

    private const int MaxShownAddress = 200;

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

    /// <summary>What was kept of an earlier reading; null if nothing was, or the store does not answer.</summary>
    public async Task<KeptList?> FindKeptAsync(Uri list, CancellationToken cancellationToken)
    {
        try
        {
            return store is null ? null : await store.FindAsync(list, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Forgets what was kept of lists that nobody names any more. Another process may have other trunks, and reads theirs every hour.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public Task ForgetOthersAsync(IReadOnlyCollection<Uri> named, CancellationToken cancellationToken) =>
        store is null ? Task.CompletedTask : store.DeleteBeforeAsync(time.GetUtcNow() - KeptWithoutTrunk, named, cancellationToken);

    private async Task<PublishedList> FetchAsync(Uri list, CancellationToken limited, CancellationToken cancellationToken)
    {
        try
        {
            using var http = httpClients.CreateClient(HttpClientName);
            using var response = await http.GetAsync(list, limited);
            return response.StatusCode == HttpStatusCode.OK
                ? PublishedList.Read(await response.Content.ReadAsByteArrayAsync(limited), Uri.UnescapeDataString(list.Fragment.TrimStart('#')))
                : PublishedList.Faulty($"cannot be read: the answer is {(int)response.StatusCode}{Elsewhere(list, response.Headers.Location)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PublishedList.Faulty($"cannot be read: no answer within {TimeLimit.TotalSeconds} s");
        }
        catch (HttpRequestException fault)
        {
            return PublishedList.Faulty(fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? "is larger than 1 MiB" : $"cannot be read: {fault.HttpRequestError}");
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            // The latter: it is compressed, and what was compressed is broken.
            return PublishedList.Faulty("cannot be read: the answer breaks off");
        }
    }

    // Without what may be a key.
    private static string Elsewhere(Uri list, Uri? location) => location is not null && Uri.TryCreate(list, location, out var there)
        ? $", which leads to {PublishedList.Shown($"{there.Scheme}://{there.Authority}{there.AbsolutePath}", MaxShownAddress)}; name that address if it is the carrier's"
        : "";
}
