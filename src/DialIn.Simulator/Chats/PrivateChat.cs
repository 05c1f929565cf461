using System.Collections.Immutable;

namespace DialIn.Simulator.Chats;

/// <summary>A chat between some: nobody else is told of it.</summary>
/// <param name="Id">The server's id of the chat.</param>
/// <param name="Participants">Internal ids of those in it, the one who made it included.</param>
public sealed record PrivateChat(string Id, IReadOnlyList<string> Participants)
{
    /// <summary>What was written, in order.</summary>
    public IReadOnlyList<ChatLine> Lines { get; init; } = ImmutableList<ChatLine>.Empty;
}
