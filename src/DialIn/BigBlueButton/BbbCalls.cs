using System.Xml;
using System.Xml.Linq;

namespace DialIn.BigBlueButton;

/// <summary>Calls of the BBB API that have a small answer, signed with the server's secret. Every fault of network or server is a value. Thread-safe.</summary>
internal sealed class BbbCalls(IHttpClientFactory httpClients, ServerSecrets secrets, TimeProvider time)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    // A list of a thousand hooks has some 300 kB.
    private const int MaxAnswer = 1024 * 1024;

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxAnswer, Async = true };

    private readonly BbbExchange _exchange = new(httpClients, time);

    /// <summary>Calls.</summary>
    /// <param name="server">The server.</param>
    /// <param name="callName">Name of the call, such as <c>sendChatMessage</c> or <c>hooks/create</c>.</param>
    /// <param name="parameters">Parameters, not yet encoded.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer's root, if the server says that it succeeded; else why not.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<(XElement? Answer, BbbFailure? Failure)> CallAsync(
        ServerOptions server, string callName, IReadOnlyList<(string Name, string Value)> parameters, CancellationToken cancellationToken)
    {
        var query = string.Join('&', parameters.Select(static parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        var (active, other) = secrets.Find(server);
        var result = await AskAsync(active.Text, server.Checksum);
        if (result.Failure is { Kind: BbbFailureKind.Checksum } && other is not null)
        {
            // It was changed on the server this moment.
            result = await AskAsync(other.Text, server.Checksum);
        }

        // bbb-webhooks 2.x know SHA-1 and nothing else, whatever the server's API takes.
        return result.Failure is { Kind: BbbFailureKind.Checksum } && callName.StartsWith("hooks/", StringComparison.Ordinal) && server.Checksum != ChecksumAlgorithm.Sha1
            ? await AskAsync(active.Text, ChecksumAlgorithm.Sha1)
            : result;

        Task<(XElement? Answer, BbbFailure? Failure)> AskAsync(string secret, ChecksumAlgorithm algorithm) =>
            _exchange.GetAsync<XElement>(server, callName, query, (secret, algorithm), AnswerWithin, ReadAsync, cancellationToken);
    }

    private static async Task<(XElement?, BbbFailure?)> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            using var reader = XmlReader.Create(new CancellableStream(body, cancellationToken), Safe);
            return Judge(await XElement.LoadAsync(reader, LoadOptions.None, cancellationToken));
        }
        catch (XmlException)
        {
            return (null, response.IsSuccessStatusCode
                ? new BbbFailure(BbbFailureKind.NotBbb, "the answer is no XML")
                : BbbFailure.OfStatus(response.StatusCode));
        }
    }

    private static (XElement?, BbbFailure?) Judge(XElement answer)
    {
        var failure = answer.Name.LocalName == "response"
            ? BbbFailure.Of(answer.Element("returncode")?.Value ?? "", answer.Element("messageKey")?.Value ?? "")
            : new BbbFailure(BbbFailureKind.NotBbb, "the answer is not one of a BBB API");
        return failure is null ? (answer, null) : (null, failure);
    }
}
