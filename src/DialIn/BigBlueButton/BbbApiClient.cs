using System.Globalization;
using System.Net;

namespace DialIn.BigBlueButton;

/// <summary>
/// Asks a BBB server. Every fault of network or server is a value, never an exception. Thread-safe.
/// It has a time limit and no retry: who polls asks again a second later anyway, and a retry would only hide from the
/// callers for longer that a server is down, and double the load of one that struggles.
/// </summary>
internal sealed class BbbApiClient(IHttpClientFactory httpClients, TimeProvider timeProvider)
{
    /// <summary>Name of the HTTP client, see <see cref="BbbHttpClient"/>.</summary>
    public const string HttpClientName = "bbb";

    /// <summary>Asks for all meetings of a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="secret">The shared secret to sign with.</param>
    /// <param name="limit">How long the whole answer may take.</param>
    /// <param name="cancellationToken">The asker gives up.</param>
    /// <exception cref="OperationCanceledException">The asker gave up.</exception>
    public async Task<GetMeetingsResult> GetMeetingsAsync(ServerOptions server, string secret, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var limited = new CancellationTokenSource(limit, timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellationToken);
        try
        {
            using var http = httpClients.CreateClient(HttpClientName);
            using var response = await http.GetAsync(UrlOf("getMeetings", server, secret), HttpCompletionOption.ResponseHeadersRead, stop.Token);
            return await ReadAsync(response, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            return GetMeetingsResult.Failed(BbbFailureKind.Timeout, $"no answer within {seconds} s");
        }
        catch (HttpRequestException fault)
        {
            return Failure(fault.HttpRequestError);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return GetMeetingsResult.Failed(BbbFailureKind.NoConnection, "the connection broke in the middle of the answer");
        }
    }

    private static Uri UrlOf(string callName, ServerOptions server, string secret)
    {
        var baseUrl = server.ApiUrl.TrimEnd('/');
        return new Uri($"{baseUrl}/{callName}?checksum={BbbChecksum.Compute(callName, "", secret, server.Checksum)}");
    }

    private static async Task<GetMeetingsResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var result = await GetMeetingsReader.ReadAsync(body, cancellationToken);
        // BBB says FAILED with status 200, a proxy in front of it may not; what BBB says is more exact than the status.
        return result.Failure is { Kind: BbbFailureKind.NotBbb } && !response.IsSuccessStatusCode
            ? GetMeetingsResult.Failed(BbbFailureKind.HttpStatus, StatusOf(response.StatusCode))
            : result;
    }

    private static string StatusOf(HttpStatusCode status) => string.Create(CultureInfo.InvariantCulture, $"HTTP status {(int)status}");

    private static GetMeetingsResult Failure(HttpRequestError error) => error switch
    {
        HttpRequestError.SecureConnectionError => GetMeetingsResult.Failed(BbbFailureKind.Tls, "TLS failed, the certificate is not accepted"),
        HttpRequestError.NameResolutionError => GetMeetingsResult.Failed(BbbFailureKind.NoConnection, "the host name does not resolve"),
        HttpRequestError.ConnectionError => GetMeetingsResult.Failed(BbbFailureKind.NoConnection, "nothing listens there"),
        _ => GetMeetingsResult.Failed(BbbFailureKind.NoConnection, $"the HTTP exchange failed ({error})"),
    };
}
