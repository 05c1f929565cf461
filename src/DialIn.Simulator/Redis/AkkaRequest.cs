using System.Text.Json;

namespace DialIn.Simulator.Redis;

/// <summary>A message to bbb-apps-akka.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MeetingId">Internal id of the meeting; empty where it is for all.</param>
/// <param name="UserId">Who sends it, by the header.</param>
/// <param name="Body">What it says.</param>
internal sealed record AkkaRequest(string Name, string MeetingId, string UserId, JsonElement Body)
{
    /// <summary>Reads one; null when it is none.</summary>
    public static AkkaRequest? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var core = document.RootElement.GetProperty("core");
            var header = core.GetProperty("header");
            return new AkkaRequest(
                document.RootElement.GetProperty("envelope").GetProperty("name").GetString() ?? "", Text(header, "meetingId"), Text(header, "userId"), core.GetProperty("body").Clone());
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text of the body; empty when it is missing.</summary>
    public string this[string name] => Text(Body, name);

    /// <summary>A text; empty when it is missing.</summary>
    public static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>Whether an object has a member.</summary>
    public static bool Has(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);
}
