namespace DialIn.Storage;

/// <summary>A kind of database.</summary>
internal enum StorageProvider
{
    /// <summary>A file of this machine.</summary>
    Sqlite,
}
