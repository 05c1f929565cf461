namespace DialIn.BigBlueButton;

/// <summary>Section <c>DialIn:Servers[]:Announce</c>: how the people of a server's meetings learn number and PIN, beside the message that a meeting is created with.</summary>
internal sealed class AnnounceOptions
{
    /// <summary>The Redis of the BBB server, <c>host:port</c>; unset: its moderators get no private chat.</summary>
    // Unset: Redis listens to the server itself as it is installed, and it must not be opened to the world.
    public string? Redis { get; set; }

    /// <summary>The user of Redis' access list; unset: its default user.</summary>
    public string? RedisUser { get; set; }

    /// <summary>File with the password of Redis; unset: it has none.</summary>
    // Unset: BBB installs its Redis without one. Through a tunnel it needs none.
    public string? RedisPasswordFile { get; set; }

    /// <summary>Whether Redis is reached with TLS.</summary>
    // No: BBB's Redis has no TLS; a stunnel before it has.
    public bool RedisTls { get; set; }

    /// <summary>Who the private chat is from: <c>SYSTEM</c>, which BBB knows as a writer, or <c>{moderator}</c> for the moderator themselves.</summary>
    // SYSTEM: every release has it, and it is no person.
    public string ChatSender { get; set; } = "SYSTEM";

    /// <summary>Whether the public chat gets a hint, without number and PIN, where moderators find them. BBB API: sendChatMessage, since 3.0.</summary>
    // Off: everybody reads it, and most do not need it.
    public bool PublicHint { get; set; }

    /// <summary>Language of the texts in this server's meetings, such as <c>de</c>; unset: the first one of the first number.</summary>
    public string? Language { get; set; }
}
