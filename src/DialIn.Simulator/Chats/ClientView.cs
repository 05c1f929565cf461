using System.Text.Encodings.Web;
using System.Text.Json;

namespace DialIn.Simulator.Chats;

/// <summary>What one web user's client shows, and everything that it was sent for it.</summary>
/// <param name="ChatPanel">The public chat's panel: welcome, the system's lines and messages.</param>
/// <param name="SessionDetails">The pop-up with the details of the session; empty before 3.0.</param>
/// <param name="PrivateChats">The messages of the private chats that the user is in.</param>
/// <param name="Answers">Every answer that the client got, as JSON: whoever looks for a secret looks through all of it.</param>
public sealed record ClientView(IReadOnlyList<string> ChatPanel, IReadOnlyList<string> SessionDetails, IReadOnlyList<string> PrivateChats, string Answers)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All that a reader can see, whereever it stands.</summary>
    public IEnumerable<string> Shown => [.. ChatPanel, .. SessionDetails, .. PrivateChats];

    internal static string Json(object answer) => JsonSerializer.Serialize(answer, Plain);
}
