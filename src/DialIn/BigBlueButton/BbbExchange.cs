using System.Globalization;

namespace DialIn.BigBlueButton;

/// <summary>One signed GET of the BBB API. Every fault of network or server is a value, never an exception. Thread-safe.</summary>
internal sealed class BbbExchange(IHttpClientFactory httpClients, TimeProvider time)
{
    /// <summary>Name of the HTTP client, see <see cref="BbbHttpClient"/>.</summary>
    public const string HttpClientName = "bbb";

    /// <summary>Asks, and has the answer read.</summary>
    /// <param name="server">The server.</param>
    /// <param name="callName">Name of the call, such as <c>getMeetings</c> or <c>hooks/create</c>.</param>
    /// <param name="query">The query string as it is to be sent, without a checksum.</param>
    /// <param name="signature">The secret to sign with, and how.</param>
    /// <param name="within">How long the whole answer may take.</param>
    /// <param name="read">Reads and judges it, and may throw what reading from the network throws.</param>
    /// <param name="cancellationToken">The asker gives up.</param>
    /// <returns>What was read, or why there is no answer.</returns>
    /// <exception cref="OperationCanceledException">The asker gave up.</exception>
    public async Task<(T? Answer, BbbFailure? Failure)> GetAsync<T>(
        ServerOptions server,
        string callName,
        string query,
        (string Secret, ChecksumAlgorithm Algorithm) signature,
        TimeSpan within,
        Func<HttpResponseMessage, CancellationToken, Task<(T? Answer, BbbFailure? Failure)>> read,
        CancellationToken cancellationToken)
        where T : class
    {
        // What a front end has encoded is sent, and signed, as it came; what an operator has written may be encoded yet.
        var url = new Uri(
            $"{new Uri(server.ApiUrl).AbsoluteUri.TrimEnd('/')}/{callName}?{BbbChecksum.Sign(callName, query, signature.Secret, signature.Algorithm)}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var limited = new CancellationTokenSource(within, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellationToken);
        try
        {
            using var http = httpClients.CreateClient(HttpClientName);
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            return await read(response, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = within.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            return (null, new BbbFailure(BbbFailureKind.Timeout, $"no answer within {seconds} s"));
        }
        catch (HttpRequestException fault)
        {
            return (null, FailureOf(fault.HttpRequestError));
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            // The latter: it is compressed, and what was compressed is broken.
            return (null, new BbbFailure(BbbFailureKind.NoConnection, "the connection broke in the middle of the answer"));
        }
    }

    private static BbbFailure FailureOf(HttpRequestError error) => error switch
    {
        HttpRequestError.SecureConnectionError => new BbbFailure(BbbFailureKind.Tls, "TLS failed, the certificate is not accepted"),
        HttpRequestError.NameResolutionError => new BbbFailure(BbbFailureKind.NoConnection, "the host name does not resolve"),
        HttpRequestError.ConnectionError => new BbbFailure(BbbFailureKind.NoConnection, "nothing listens there"),
        _ => new BbbFailure(BbbFailureKind.NoConnection, $"the HTTP exchange failed ({error})"),
    };
}
