using System.Collections.Immutable;

namespace DialIn.Simulator.Chats;

/// <summary>The chats of one meeting. Safe to use from any thread.</summary>
internal sealed class MeetingChats
{
    /// <summary>Id by which the server itself writes.</summary>
    public const string System = "SYSTEM";

    private readonly Lock _sync = new();
    private ImmutableList<ChatLine> _public = [];
    private ImmutableDictionary<string, PrivateChat> _private = ImmutableDictionary<string, PrivateChat>.Empty;

    /// <summary>What everybody reads.</summary>
    public IReadOnlyList<ChatLine> Public => _public;

    /// <summary>All private chats.</summary>
    public IReadOnlyList<PrivateChat> Private => [.. _private.Values.OrderBy(static chat => chat.Id, StringComparer.Ordinal)];

    /// <summary>Somebody writes where everybody reads.</summary>
    public void WritePublic(ChatLine line) => ImmutableInterlocked.Update(ref _public, static (lines, added) => lines.Add(added), line);

    /// <summary>Makes a private chat.</summary>
    public PrivateChat Open(string id, IReadOnlyList<string> participants)
    {
        var chat = new PrivateChat(id, participants);
        ImmutableInterlocked.TryAdd(ref _private, id, chat);
        return chat;
    }

    /// <summary>The private chat with an id; null when there is none.</summary>
    public PrivateChat? Find(string id) => _private.GetValueOrDefault(id);

    /// <summary>Writes into a private chat.</summary>
    public void WritePrivate(string id, ChatLine line)
    {
        lock (_sync)
        {
            var chat = _private[id];
            _private = _private.SetItem(id, chat with { Lines = [.. chat.Lines, line] });
        }
    }
}
