using System.Security.Cryptography;
using Dapper;
using DialIn.Calls;

namespace DialIn.Storage;

/// <summary>The key of the callers' pseudonyms in a database.</summary>
internal sealed class SqlitePseudonymKeyStore(SqliteDatabase database) : IPseudonymKeyStore
{
    private const int KeyBytes = 32;

    /// <inheritdoc/>
    public async Task<byte[]> GetOrCreateAsync(CancellationToken cancellationToken)
    {
        var hex = await database.WriteAsync(
            (connection, transaction) =>
            {
                // Whoever comes first makes it; the row of another process stays.
                connection.Execute(
                    "INSERT INTO pseudonym_key (id, key_hex) VALUES (1, @Key) ON CONFLICT (id) DO NOTHING",
                    new { Key = RandomNumberGenerator.GetHexString(KeyBytes * 2) },
                    transaction);
                return connection.ExecuteScalar<string>("SELECT key_hex FROM pseudonym_key WHERE id = 1", transaction: transaction)!;
            },
            cancellationToken);
        return Convert.FromHexString(hex);
    }
}
