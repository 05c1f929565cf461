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
        var (active, other) = secrets.Find(server);
        var result = await CallAsync(server, callName, parameters, active.Text, server.Checksum, cancellationToken);
        if (result.Failure is { Kind: BbbFailureKind.Checksum } && other is not null)
        {
            // It was changed on the server this moment.
            result = await CallAsync(server, callName, parameters, other.Text, server.Checksum, cancellationToken);
        }

        // bbb-webhooks 2.x know SHA-1 and nothing else, whatever the server's API takes.
        return result.Failure is { Kind: BbbFailureKind.Checksum } && callName.StartsWith("hooks/", StringComparison.Ordinal) && server.Checksum != ChecksumAlgorithm.Sha1
            ? await CallAsync(server, callName, parameters, active.Text, ChecksumAlgorithm.Sha1, cancellationToken)
            : result;
    }

    private static (XElement?, BbbFailure?) Judge(XElement answer)
    {
        if (answer.Name.LocalName == "response" && answer.Element("returncode")?.Value == "SUCCESS")
        {
            return (answer, null);
        }

        // BBB API: errors are told apart by messageKey, never by the text.
        var key = answer.Element("messageKey")?.Value ?? "";
        return (null, key switch
        {
            "checksumError" => new BbbFailure(BbbFailureKind.Checksum, "checksumError"),
            _ when answer.Element("returncode") is null => new BbbFailure(BbbFailureKind.NotBbb, "the answer is none of the BBB API"),
            _ => new BbbFailure(BbbFailureKind.Refused, key.Length is > 0 and <= 64 && key.All(IsOfAKey) ? key : "no messageKey"),
        });
    }

    private static bool IsOfAKey(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private async Task<(XElement? Answer, BbbFailure? Failure)> CallAsync(
        ServerOptions server, string callName, IReadOnlyList<(string Name, string Value)> parameters, string secret, ChecksumAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var query = string.Join('&', parameters.Select(static parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        var checksum = BbbChecksum.Compute(callName, query, secret, algorithm);
        var url = new Uri($"{server.ApiUrl.TrimEnd('/')}/{callName}?{query}{(query.Length > 0 ? "&" : "")}checksum={checksum}");
        using var limited = new CancellationTokenSource(AnswerWithin, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limited.Token, cancellationToken);
        try
        {
            using var http = httpClients.CreateClient(BbbApiClient.HttpClientName);
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            return await ReadAsync(response, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new BbbFailure(BbbFailureKind.Timeout, "no answer within 10 s"));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException)
        {
            // The last one is a compressed answer that is broken.
            return (null, new BbbFailure(BbbFailureKind.NoConnection, "the HTTP exchange failed"));
        }
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
                : new BbbFailure(BbbFailureKind.HttpStatus, $"HTTP status {(int)response.StatusCode}"));
        }
    }
}
