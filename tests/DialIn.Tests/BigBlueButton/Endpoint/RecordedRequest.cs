using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DialIn.BigBlueButton;
using DialIn.Tests.Repository;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>A request that a client of others has sent, byte for byte as a listener in the server's place took it.</summary>
internal sealed record RecordedRequest
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    /// <summary>Repository, commit and file of the client.</summary>
    public required string Source { get; init; }

    /// <summary>What it ran on.</summary>
    public required string RanOn { get; init; }

    /// <summary>What is particular.</summary>
    public required string Note { get; init; }

    /// <summary>What it signed with.</summary>
    public required string Secret { get; init; }

    /// <summary>The whole request.</summary>
    public required string Request { get; init; }

    /// <summary>All that there are, by name.</summary>
    public static IEnumerable<string> Names => System.IO.Directory.EnumerateFiles(Folder, "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(Checkout.Root, "tests/DialIn.Tests/BigBlueButton/Endpoint/Shapes/Recorded");

    private string Target => Request.Split(' ')[1];

    public static RecordedRequest Read(string name) =>
        JsonSerializer.Deserialize<RecordedRequest>(File.ReadAllText(Path.Combine(Folder, $"{name}.json")), Camel)!;

    /// <summary>What was asked for, as the shape of a call.</summary>
    public FrontEndShape ToShape()
    {
        var (head, body) = (Request[..Request.IndexOf("\r\n\r\n", StringComparison.Ordinal)], Request[(Request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        const string contentType = "Content-Type: ";
        return new FrontEndShape
        {
            Source = Source,
            Note = Note,
            Algorithm = "",
            Method = Request.Split(' ')[0],
            Call = Target.Split('?')[0].Split('/')[^1],
            Query = Target.Split('?')[1].Split("checksum=")[0].TrimEnd('&'),
            ContentType = head.Split("\r\n").FirstOrDefault(static line => line.StartsWith(contentType, StringComparison.OrdinalIgnoreCase))?[contentType.Length..],
            Body = body,
        };
    }

    /// <summary>The same request of a client that was given another secret.</summary>
    public RecordedRequest SignedWith(string secret)
    {
        var shape = ToShape();
        var checksum = Target.Split("checksum=")[1];
        var algorithm = Enum.GetValues<ChecksumAlgorithm>().Single(algorithm => BbbChecksum.Compute(shape.Call, shape.Query, Secret, algorithm) == checksum);
        return this with { Secret = secret, Request = Request.Replace(checksum, BbbChecksum.Compute(shape.Call, shape.Query, secret, algorithm), StringComparison.Ordinal) };
    }

    /// <summary>Sends it again.</summary>
    /// <returns>What came until the document's end. Not all of these clients ask for the connection to be closed.</returns>
    public async Task<string> SendAsync(Uri server, CancellationToken cancel)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancel);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Request), cancel);
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        for (var count = 1; count > 0 && !answer.ToString().Contains("</response>", StringComparison.Ordinal);)
        {
            count = await client.GetStream().ReadAsync(buffer, cancel).AsTask().WaitAsync(Limits.Generous, cancel);
            answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return answer.ToString();
    }
}
