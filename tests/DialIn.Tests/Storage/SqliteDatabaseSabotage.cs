using Dapper;
using Microsoft.Data.Sqlite;

namespace DialIn.Tests.Storage;

/// <summary>Reaches into a database file behind the program's back.</summary>
internal sealed class SqliteDatabaseSabotage(string file)
{
    public void CreateTable(string name)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Execute($"CREATE TABLE {name} (x)");
    }

    public IReadOnlyList<string> Tables()
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        return [.. connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")];
    }
}
