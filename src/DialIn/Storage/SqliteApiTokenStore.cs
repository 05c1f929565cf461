using Dapper;
using DialIn.Secrets;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>The hashes of the HTTP interface's tokens in a database.</summary>
internal sealed class SqliteApiTokenStore(SqliteDatabase database) : IApiTokenStore
{
    private const string Columns = "SELECT hash AS Hash, role AS Role, created_at AS CreatedAt, valid_until AS ValidUntil FROM api_tokens";
    private const string Insert = "INSERT INTO api_tokens (hash, role, created_at, valid_until) VALUES (@Hash, @Role, @Now, @Until)";
    private const string Subject = "token";

    /// <inheritdoc/>
    public Task<ApiToken?> FindAsync(string hash, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QueryFirstOrDefault<Row>($"{Columns} WHERE hash = @Hash", new { Hash = hash })?.ToToken(), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ApiToken>>(
        static connection => [.. connection.Query<Row>($"{Columns} ORDER BY created_at DESC, hash").Select(static row => row.ToToken())], cancellationToken);

    /// <inheritdoc/>
    public Task AddAsync(
        string hash, ApiRole role, DateTimeOffset? until, DateTimeOffset? endOthersAt, string? configuredHash, DateTimeOffset at, string who, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (connection, transaction) =>
            {
                var now = at.ToUnixTimeMilliseconds();
                if (endOthersAt is { } end)
                {
                    if (configuredHash is not null && role == ApiRole.Admin)
                    {
                        // It is in the configuration still; its row here says that it ends all the same.
                        connection.Execute($"{Insert} ON CONFLICT (hash) DO NOTHING", new { Hash = configuredHash, Role = Word(role), Now = now, Until = default(long?) }, transaction);
                    }

                    connection.Execute(
                        "UPDATE api_tokens SET valid_until = @End WHERE role = @Role AND (valid_until IS NULL OR valid_until > @End)",
                        new { End = end.ToUnixTimeMilliseconds(), Role = Word(role) },
                        transaction);
                }

                connection.Execute(Insert, new { Hash = hash, Role = Word(role), Now = now, Until = Moment.Write(until) }, transaction);
                var others = endOthersAt is { } othersEnd ? $"; all others of this role end at {othersEnd:yyyy-MM-dd HH:mm:ss} UTC" : "";
                SqliteAuditLog.Add(at, AuditAction.TokenCreated, Subject, $"token {ApiToken.LabelOf(hash)} is valid, role {Word(role)}{others}", who, connection, transaction);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(string hash, DateTimeOffset at, string who, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            var removed = connection.Execute("DELETE FROM api_tokens WHERE hash = @Hash", new { Hash = hash }, transaction);
            if (removed > 0)
            {
                AuditEnd(ApiToken.LabelOf(hash), at, who, connection, transaction);
            }

            return removed;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<int> EndAsync(string hashStart, DateTimeOffset at, string who, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            var now = at.ToUnixTimeMilliseconds();
            // The whole start is digits, so nothing in it is a pattern.
            var ended = connection.Execute(
                "UPDATE api_tokens SET valid_until = @Now WHERE hash LIKE @Start AND (valid_until IS NULL OR valid_until > @Now)",
                new { Now = now, Start = $"{hashStart}%" },
                transaction);
            if (ended > 0)
            {
                AuditEnd(ApiToken.LabelOf(hashStart), at, who, connection, transaction);
            }

            return ended;
        },
        cancellationToken);

    private static void AuditEnd(string label, DateTimeOffset at, string who, SqliteConnection connection, SqliteTransaction transaction) =>
        SqliteAuditLog.Add(at, AuditAction.TokenRevoked, Subject, $"token {label} has ended", who, connection, transaction);

    private static string Word(ApiRole role) => role switch
    {
        ApiRole.Frontend => "frontend",
        ApiRole.Monitor => "monitor",
        _ => "admin",
    };

    // A word of a later version is good for nothing more than looking on.
    private static ApiRole RoleOf(string word) => word switch
    {
        "frontend" => ApiRole.Frontend,
        "admin" => ApiRole.Admin,
        _ => ApiRole.Monitor,
    };

    private sealed class Row
    {
        public required string Hash { get; init; }

        public required string Role { get; init; }

        public required long CreatedAt { get; init; }

        public long? ValidUntil { get; init; }

        public ApiToken ToToken() => new(Hash, RoleOf(Role), DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt), Moment.Read(ValidUntil));
    }
}
