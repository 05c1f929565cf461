using System.Text.Json;
using DialIn.BigBlueButton;
using DialIn.Tests.Repository;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>A call in the form in which a front end sends it, taken from that front end's source; the example values are ours.</summary>
internal sealed record FrontEndShape
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    /// <summary>Repository, file and commit that it was read from.</summary>
    public required string Source { get; init; }

    /// <summary>What is particular.</summary>
    public required string Note { get; init; }

    public required string Call { get; init; }

    public required string Method { get; init; }

    /// <summary>The query string that is signed.</summary>
    public required string Query { get; init; }

    public required string Algorithm { get; init; }

    /// <summary>Whether an ampersand stands before the checksum even if nothing stands before that.</summary>
    public bool LeadingAmpersand { get; init; }

    public string? ContentType { get; init; }

    public string? Headers { get; init; }

    public string? Body { get; init; }

    /// <summary>All that there are, by name.</summary>
    public static IEnumerable<string> Names => System.IO.Directory.EnumerateFiles(Folder, "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(Checkout.Root, "tests/DialIn.Tests/BigBlueButton/Endpoint/Shapes");

    public static FrontEndShape Read(string name) =>
        JsonSerializer.Deserialize<FrontEndShape>(File.ReadAllText(Path.Combine(Folder, $"{name}.json")), Camel)!;

    /// <summary>Sends it, signed as its front end does.</summary>
    public Task<string> SendAsync(Uri server, string secret, CancellationToken cancel)
    {
        var checksum = $"checksum={BbbChecksum.Compute(Call, Query, secret, Enum.Parse<ChecksumAlgorithm>(Algorithm))}";
        var query = Query.Length > 0 || LeadingAmpersand ? $"{Query}&{checksum}" : checksum;
        string?[] headers = [ContentType is null ? null : $"Content-Type: {ContentType}", Headers];
        return RawHttp.SendAsync(server, Method, $"/bigbluebutton/api/{Call}?{query}", cancel, Body, string.Join("\r\n", headers.OfType<string>()));
    }
}
