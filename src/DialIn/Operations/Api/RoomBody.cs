using System.ComponentModel;
using System.Text.Json;
using DialIn.Pins;
using Microsoft.AspNetCore.Http;

namespace DialIn.Operations.Api;

/// <summary>The body of a reservation, all of which may be left out.</summary>
internal sealed record RoomBody(
    [property: Description("When the PIN ends: ISO 8601, UTC unless it says otherwise. Left out or null: when it is released. A room that has its PIN for longer keeps it for longer.")] DateTimeOffset? Until,
    [property: Description("What the room is called in the invitation; up to 200 characters. Left out: as before, at first the meeting id.")] string? Name,
    [property: Description("Language of the room's moderators, such as de, in which they are told number and PIN unless the meeting is created with another. Left out: as before, at first the one that is configured.")] string? Language)
{
    // Nothing that is read lies deeper than the first level.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="languages">Languages that have texts.</param>
    /// <param name="now">The time.</param>
    /// <param name="faults">Told of each fault, by the name of the property.</param>
    /// <returns>What was said, which is nothing if there is no body; <see langword="null"/> if it does not say that it is JSON.</returns>
    /// <exception cref="BadHttpRequestException">It is too long, or does not come.</exception>
    public static async Task<RoomBody?> ReadAsync(HttpRequest request, IReadOnlyList<string> languages, DateTimeOffset now, Dictionary<string, string> faults)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        if (content.Length == 0)
        {
            return new RoomBody(null, null, null);
        }

        // The router has let through a body without any type.
        if (!request.HasJsonContentType())
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(content.ToArray(), Strict);
            return Read(document.RootElement, languages, now, faults);
        }
        catch (JsonException fault)
        {
            var where = fault.LineNumber is { } line ? $" (line {line + 1}, byte {fault.BytePositionInLine + 1})" : "";
            faults["body"] = $"is not JSON, or names a property twice{where}.";
            return new RoomBody(null, null, null);
        }
        catch (InvalidOperationException)
        {
            // JSON may hold it, .NET's texts may not.
            faults["body"] = "holds half of a character, such as \\ud83d without its other half.";
            return new RoomBody(null, null, null);
        }
    }

    private static RoomBody Read(JsonElement root, IReadOnlyList<string> languages, DateTimeOffset now, Dictionary<string, string> faults)
    {
        var body = new RoomBody(null, null, null);
        if (root.ValueKind != JsonValueKind.Object)
        {
            faults["body"] = "must be a JSON object, such as {\"name\": \"Seminar\", \"until\": \"2027-03-31T18:00Z\"}.";
            return body;
        }

        foreach (var property in root.EnumerateObject())
        {
            var text = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
            var isNull = property.Value.ValueKind == JsonValueKind.Null;
            switch (property.Name)
            {
                case "until" when text is not null && IsoTime.TryParse(text, out var until):
                    body = body with { Until = until };
                    if (until <= now)
                    {
                        faults["until"] = "is over already.";
                    }

                    break;
                case "name" when text is not null && text.Trim() is var name && RoomRules.IsName(name):
                    body = body with { Name = name };
                    break;
                case "language" when text is not null && LanguageOf(text, languages) is { } language:
                    body = body with { Language = language };
                    break;
                case "until" or "name" or "language" when isNull:
                    break;
                case "until":
                    faults["until"] = "must be a time such as \"2027-03-31T18:00Z\" (UTC unless it says otherwise), or null.";
                    break;
                case "name":
                    faults["name"] = $"must be a text of 1 to {RoomRules.MaxNameLength} characters without control characters, or null.";
                    break;
                case "language":
                    faults["language"] = $"must be one of {string.Join(", ", languages)}, or null.";
                    break;
                default:
                    faults["body"] = "may have until, name and language, and nothing else.";
                    break;
            }
        }

        return body;
    }

    // A front end's locale, such as de-DE or de_AT, is good enough.
    private static string? LanguageOf(string text, IReadOnlyList<string> languages) =>
        languages.FirstOrDefault(language => language.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? languages.FirstOrDefault(language => language.Equals(text.Split('-', '_')[0], StringComparison.OrdinalIgnoreCase));
}
