using DialIn.Pins;
using Microsoft.Data.Sqlite;

namespace DialIn.Storage;

/// <summary>A file is no sound database, as opposed to one that cannot be read now.</summary>
internal sealed class DamagedDatabaseException(string message, Exception? inner = null) : StoreUnavailableException(message, inner)
{
    // sqlite.org/rescode.html
    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    /// <summary>Whether SQLite says so of the file.</summary>
    public static bool IsSaidBy(SqliteException fault) => fault.SqliteErrorCode is Corrupt or NoDatabase;
}
