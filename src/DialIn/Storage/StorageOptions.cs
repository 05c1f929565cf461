namespace DialIn.Storage;

/// <summary>Section <c>DialIn:Storage</c>: where PINs and call records are kept.</summary>
internal sealed class StorageOptions
{
    /// <summary>Kind of database.</summary>
    // SQLite: one file, nothing to run, ample for one node.
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>The database. A relative file counts from the folder of the configuration file.</summary>
    // One file beside the configuration: `dialin pins` finds what the service uses, wherever it is called from.
    public string ConnectionString { get; set; } = "Data Source=dialin.db";

    /// <summary>How long the record of a call is kept; 1 h to 90 days.</summary>
    // Three days: long enough to ask why Friday's call failed on Monday, and almost no personal data.
    public TimeSpan KeepCallRecords { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long the record of a step with a secret is kept; 1 day to 10 years.</summary>
    // A year: who changed what is asked for long after, and it holds no personal data but the operators' user names.
    public TimeSpan KeepAudit { get; set; } = TimeSpan.FromDays(365);
}
