namespace DialIn.BigBlueButton;

/// <summary>
/// Asks a BBB server for its meetings. Every fault of network or server is a value, never an exception. Thread-safe.
/// It has a time limit and no retry: who polls asks again a second later anyway, and a retry would only hide from the
/// callers for longer that a server is down, and double the load of one that struggles.
/// </summary>
internal sealed class BbbApiClient(IHttpClientFactory httpClients, TimeProvider timeProvider)
{
    private readonly BbbExchange _exchange = new(httpClients, timeProvider);

    /// <summary>Asks for all meetings of a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="secret">The shared secret to sign with.</param>
    /// <param name="limit">How long the whole answer may take.</param>
    /// <param name="cancellationToken">The asker gives up.</param>
    /// <exception cref="OperationCanceledException">The asker gave up.</exception>
    public async Task<GetMeetingsResult> GetMeetingsAsync(ServerOptions server, string secret, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (result, failure) = await _exchange.GetAsync<GetMeetingsResult>(server, "getMeetings", "", (secret, server.Checksum), limit, ReadAsync, cancellationToken);
        return result ?? GetMeetingsResult.Failed(failure!);
    }

    private static async Task<(GetMeetingsResult?, BbbFailure?)> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var result = await GetMeetingsReader.ReadAsync(body, cancellationToken);
        // BBB says FAILED with status 200, a proxy in front of it may not; what BBB says is more exact than the status.
        return result.Failure is { Kind: BbbFailureKind.NotBbb } && !response.IsSuccessStatusCode
            ? (null, BbbFailure.OfStatus(response.StatusCode))
            : (result, null);
    }
}
