using DialIn.Secrets;

namespace DialIn.Storage;

/// <summary>A row of <c>secrets</c> as the database's types have it.</summary>
internal sealed class SecretRow
{
    public const string Active = "active";
    public const string Pending = "pending";
    public const string Fallback = "fallback";

    /// <summary>Reads whole rows; a condition follows.</summary>
    public const string Select =
        """
        SELECT name AS Name, version AS Version, role AS Role, key_id AS KeyId, content AS Content, stored_at AS StoredAt,
            since AS Since, proved_at AS ProvedAt, refused_at AS RefusedAt
        FROM secrets
        """;

    /// <summary>Writes a whole row.</summary>
    public const string Insert =
        """
        INSERT INTO secrets (name, version, role, key_id, content, stored_at, since, proved_at, refused_at)
        VALUES (@Name, @Version, @Role, @KeyId, @Content, @StoredAt, @Since, @ProvedAt, @RefusedAt)
        """;

    public required string Name { get; init; }

    public required long Version { get; init; }

    public required string Role { get; init; }

    public string? KeyId { get; init; }

    public string? Content { get; init; }

    public required long StoredAt { get; init; }

    public required long Since { get; init; }

    public long? ProvedAt { get; init; }

    public long? RefusedAt { get; init; }

    /// <summary>The encrypted content; none for the configured secret.</summary>
    public SealedSecret? Sealed => KeyId is { } key && Content is { } content ? new SealedSecret(key, content) : null;

    public static SecretRow From(string name, string role, SecretSlot slot, SealedSecret? content) => new()
    {
        Name = name,
        Version = slot.Version,
        Role = role,
        KeyId = content?.KeyId,
        Content = content?.Content,
        StoredAt = slot.StoredAt.ToUnixTimeMilliseconds(),
        Since = slot.Since.ToUnixTimeMilliseconds(),
        ProvedAt = Moment.Write(slot.ProvedAt),
        RefusedAt = Moment.Write(slot.RefusedAt),
    };

    public SecretSlot ToSlot() => new((int)Version, DateTimeOffset.FromUnixTimeMilliseconds(StoredAt), DateTimeOffset.FromUnixTimeMilliseconds(Since))
    {
        ProvedAt = Moment.Read(ProvedAt),
        RefusedAt = Moment.Read(RefusedAt),
    };
}
