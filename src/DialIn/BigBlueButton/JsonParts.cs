using System.Globalization;
using System.Text.Json;

namespace DialIn.BigBlueButton;

/// <summary>Reads JSON of others: whatever is missing or of another kind is nothing, never a fault.</summary>
internal static class JsonParts
{
    /// <summary>A member; nothing of what is no object.</summary>
    public static JsonElement? Part(this JsonElement? element, string name)
    {
        try
        {
            return element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var part) ? part : null;
        }
        catch (InvalidOperationException)
        {
            // A name beside it is half a character.
            return null;
        }
    }

    /// <summary>The text of a string; <see langword="null"/> if it holds half a character, such as <c>"\ud800"</c>: JSON may, .NET's texts may not.</summary>
    public static string? AsText(this JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text; empty for what is none.</summary>
    public static string Text(this JsonElement? element, string name) => element.Part(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.AsText() ?? "",
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => "",
    };

    /// <summary>A whole number, also one in quotation marks; 0 for what is none.</summary>
    public static long Number(this JsonElement? element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>True or false, also in quotation marks; null for anything else.</summary>
    public static bool? Flag(this JsonElement? element, string name) => element.Part(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text => bool.TryParse(text.AsText(), out var flag) ? flag : null,
        _ => null,
    };

    /// <summary>The elements of a list; none of what is no list.</summary>
    public static IEnumerable<JsonElement?> Items(this JsonElement? element, string name) =>
        element.Part(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(static item => (JsonElement?)item) : [];
}
