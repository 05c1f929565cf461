using Dapper;
using DialIn.Secrets;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>Credentials in a database. Its SQL is plain enough for PostgreSQL; only the locking is SQLite's.</summary>
internal sealed class SqliteCredentialStore(SqliteDatabase database) : ICredentialStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<CredentialName, long>> RevisionsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<CredentialName, long>>(
            static connection => connection.Query<(string Name, long Revision)>("SELECT name, revision FROM credentials")
                .ToDictionary(static row => CredentialName.Stored(row.Name), static row => row.Revision),
            cancellationToken);

    /// <inheritdoc/>
    public Task<Credential> LoadAsync(CredentialName name, bool isConfigured, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                // Two statements that must see one state.
                using var transaction = connection.BeginTransaction(deferred: true);
                return Load(name, isConfigured, at, connection, transaction);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<SealedSecret?> ReadAsync(CredentialName name, int version, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<SecretRow>(
            $"{SecretRow.Select} WHERE name = @Name AND version = @Version AND content IS NOT NULL", new { Name = name.Text, Version = version })?.Sealed,
        cancellationToken);

    /// <inheritdoc/>
    public Task<RotationStep> StepAsync(
        CredentialName name, bool isConfigured, Func<Credential, RotationStep> step, Func<int, SealedSecret>? seal, DateTimeOffset at, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                var before = Load(name, isConfigured, at, connection, transaction);
                var taken = step(before);
                if (taken.Next != before)
                {
                    Save(taken.Next, taken.Next.LastVersion > before.LastVersion ? seal!(taken.Next.LastVersion) : null, connection, transaction);
                }

                foreach (var note in taken.Effects.OfType<RotationEffect.Note>())
                {
                    SqliteAuditLog.Add(at, note.Action, name.Text, note.Outcome, who, connection, transaction);
                }

                return taken;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredSecret>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredSecret>>(
        static connection => [.. connection.Query<SecretRow>($"{SecretRow.Select} WHERE content IS NOT NULL ORDER BY name, version").Select(ToStored)],
        cancellationToken);

    /// <inheritdoc/>
    public Task<int> ResealAsync(Func<StoredSecret, SealedSecret> reseal, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            var all = connection.Query<SecretRow>($"{SecretRow.Select} WHERE content IS NOT NULL", transaction: transaction).Select(ToStored).ToList();
            foreach (var stored in all)
            {
                var content = reseal(stored);
                connection.Execute(
                    "UPDATE secrets SET key_id = @KeyId, content = @Content WHERE name = @Name AND version = @Version",
                    new { content.KeyId, content.Content, Name = stored.Name.Text, stored.Version },
                    transaction);
            }

            return all.Count;
        },
        cancellationToken);

    private static StoredSecret ToStored(SecretRow row) => new(CredentialName.Stored(row.Name), (int)row.Version, row.Sealed!);

    private static Credential Load(CredentialName name, bool isConfigured, DateTimeOffset at, SqliteConnection connection, SqliteTransaction transaction)
    {
        var unstored = Credential.Unstored(name, isConfigured, at);
        var row = connection.QueryFirstOrDefault<CredentialRow>(
            "SELECT last_version AS LastVersion, unanswered AS Unanswered, try_at AS TryAt FROM credentials WHERE name = @Name", new { Name = name.Text }, transaction);
        if (row is null)
        {
            return unstored;
        }

        var slots = connection.Query<SecretRow>($"{SecretRow.Select} WHERE name = @Name", new { Name = name.Text }, transaction)
            .ToDictionary(static slot => slot.Role, static slot => slot.ToSlot());
        return new Credential(name)
        {
            // Nothing stored, or everything forgotten: the configured one counts.
            Active = slots.GetValueOrDefault(SecretRow.Active) ?? unstored.Active,
            Pending = slots.GetValueOrDefault(SecretRow.Pending),
            Fallback = slots.GetValueOrDefault(SecretRow.Fallback),
            LastVersion = (int)row.LastVersion,
            Unanswered = (int)row.Unanswered,
            TryAt = Moment.Read(row.TryAt),
        };
    }

    // The few rows of one credential are written anew as a whole: two secrets that change roles would meet in the index otherwise.
    private static void Save(Credential credential, SealedSecret? added, SqliteConnection connection, SqliteTransaction transaction)
    {
        var name = credential.Name.Text;
        var contents = connection.Query<SecretRow>($"{SecretRow.Select} WHERE name = @Name", new { Name = name }, transaction)
            .ToDictionary(static row => (int)row.Version, static row => row.Sealed);
        if (added is not null)
        {
            contents[credential.LastVersion] = added;
        }

        connection.Execute(
            """
            INSERT INTO credentials (name, revision, last_version, unanswered, try_at) VALUES (@Name, 1, @LastVersion, @Unanswered, @TryAt)
            ON CONFLICT (name) DO UPDATE SET revision = credentials.revision + 1, last_version = excluded.last_version,
                unanswered = excluded.unanswered, try_at = excluded.try_at
            """,
            new { Name = name, credential.LastVersion, credential.Unanswered, TryAt = Moment.Write(credential.TryAt) },
            transaction);
        connection.Execute("DELETE FROM secrets WHERE name = @Name", new { Name = name }, transaction);
        connection.Execute(
            SecretRow.Insert,
            new[] { (SecretRow.Active, credential.Active), (SecretRow.Pending, credential.Pending), (SecretRow.Fallback, credential.Fallback) }
                .Where(static entry => entry.Item2 is not null)
                .Select(entry => SecretRow.From(name, entry.Item1, entry.Item2!, contents.GetValueOrDefault(entry.Item2!.Version))),
            transaction);
    }

    private sealed class CredentialRow
    {
        public required long LastVersion { get; init; }

        public required long Unanswered { get; init; }

        public long? TryAt { get; init; }
    }
}
