using System.Xml;
using System.Xml.Linq;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Asks servers on behalf of a front end, several at once. Every fault is a value. Thread-safe.</summary>
internal sealed class ServerQuestions(IHttpClientFactory httpClients, TimeProvider time)
{
    // A large site's recordings have some megabytes.
    private const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>Asks all of them.</summary>
    /// <returns>Their answers in the same order; <see langword="null"/> for one that gave none in time.</returns>
    public Task<ServerAnswer?[]> AskAllAsync(IEnumerable<Upstream> servers, string callName, string query, TimeSpan within, CancellationToken cancellationToken) =>
        Task.WhenAll(servers.Select(server => AskAsync(server, callName, query, within, cancellationToken)));

    private async Task<ServerAnswer?> AskAsync(Upstream server, string callName, string query, TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(within, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var http = httpClients.CreateClient(BbbApiClient.HttpClientName);
            http.MaxResponseContentBufferSize = MaxBytes;
            var url = new EndpointCall($"/{callName}", null).At(server.Server.ApiUrl, server.Sign(callName, query));
            using var response = await http.GetAsync(new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }), stop.Token);
            return new ServerAnswer(
                server, (int)response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? "text/xml", await response.Content.ReadAsByteArrayAsync(stop.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException)
        {
            return null;
        }
    }
}

/// <summary>What a server answered.</summary>
/// <param name="Server">Who.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Kind of the body.</param>
/// <param name="Body">The body, whole.</param>
internal sealed record ServerAnswer(Upstream Server, int Status, string ContentType, byte[] Body)
{
    /// <summary>The <c>response</c> element; <see langword="null"/> if the body is none.</summary>
    public XElement? Xml()
    {
        try
        {
            using var stream = new MemoryStream(Body, writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false });
            return XElement.Load(reader) is { Name.LocalName: "response" } response ? response : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Whether it says SUCCESS, in XML or in JSON.</summary>
    public bool IsSuccess => System.Text.Encoding.UTF8.GetString(Body, 0, Math.Min(Body.Length, 2048)) is var start
        && (start.Contains("<returncode>SUCCESS<", StringComparison.Ordinal) || start.Replace(" ", "", StringComparison.Ordinal).Contains("\"returncode\":\"SUCCESS\"", StringComparison.Ordinal));
}
