using System.Xml;
using System.Xml.Linq;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Asks servers on behalf of a front end, several at once. Every fault is a value. Thread-safe.</summary>
internal sealed class ServerQuestions(IHttpClientFactory httpClients, TimeProvider time)
{
    /// <summary>The most bytes of all answers to one question together, decompressed.</summary>
    // Thirty-two mebibytes: a large site's recordings have some megabytes, and as elements they take several times as much.
    public const int MaxBytes = 32 * 1024 * 1024;

    private readonly BbbExchange _exchange = new(httpClients, time);

    /// <summary>Asks all of them.</summary>
    /// <returns>Their answers in the same order; <see langword="null"/> for one that gave none in time, or more than there was room for.</returns>
    public Task<ServerAnswer?[]> AskAllAsync(IEnumerable<Upstream> servers, string callName, string query, TimeSpan within, CancellationToken cancellationToken)
    {
        var budget = new ByteBudget(MaxBytes);
        return Task.WhenAll(servers.Select(server => AskAsync(server, callName, query, within, budget, cancellationToken)));
    }

    private async Task<ServerAnswer?> AskAsync(Upstream server, string callName, string query, TimeSpan within, ByteBudget budget, CancellationToken cancellationToken)
    {
        var answer = await AskOnceAsync(server, callName, query, within, budget, cancellationToken);
        // Its secret was changed this moment. It has done nothing for a call that it refuses, so any call may be sent again.
        return answer is { IsChecksumRefused: true } && server.OtherSecret is { } other
            ? await AskOnceAsync(server with { Secret = other }, callName, query, within, budget, cancellationToken)
            : answer;
    }

    private async Task<ServerAnswer?> AskOnceAsync(Upstream server, string callName, string query, TimeSpan within, ByteBudget budget, CancellationToken cancellationToken)
    {
        var (answer, _) = await _exchange.GetAsync<ServerAnswer>(
            server.Server,
            callName,
            query,
            (server.Secret, server.Server.Checksum),
            within,
            async (response, stop) => await ReadAsync(response.Content, budget, stop) is { } body
                ? (new ServerAnswer(server, (int)response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? "text/xml", body), null)
                : (null, null),
            cancellationToken);
        return answer;
    }

    private static async Task<ArraySegment<byte>?> ReadAsync(HttpContent content, ByteBudget budget, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (!budget.TryTake(read))
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return new ArraySegment<byte>(body.GetBuffer(), 0, (int)body.Length);
    }

    // What is left for all answers to one question.
    private sealed class ByteBudget(long bytes)
    {
        private long _left = bytes;

        public bool TryTake(int count) => Interlocked.Add(ref _left, -count) >= 0;
    }
}

/// <summary>What a server answered.</summary>
/// <param name="Server">Who.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Kind of the body.</param>
/// <param name="Body">The body, whole.</param>
internal sealed record ServerAnswer(Upstream Server, int Status, string ContentType, ArraySegment<byte> Body)
{
    /// <summary>The <c>response</c> element; <see langword="null"/> if the body is none.</summary>
    public XElement? Xml()
    {
        try
        {
            using var stream = new MemoryStream(Body.Array!, Body.Offset, Body.Count, writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false });
            return XElement.Load(reader) is { Name.LocalName: "response" } response ? response : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Whether it says SUCCESS, in XML or in JSON.</summary>
    public bool IsSuccess => AnswerStart.IsSuccess(Body);

    /// <summary>Whether it says that the checksum is wrong, in XML or in JSON.</summary>
    public bool IsChecksumRefused => AnswerStart.IsChecksumRefused(Body);
}
