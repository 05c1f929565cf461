namespace DialIn.Operations.Traces;

/// <summary>Section <c>DialIn:Trace</c>: where traces of calls are written.</summary>
internal sealed class TraceOptions
{
    /// <summary>Folder of the files; a relative one counts from the folder of the configuration file. It is made when it is first needed, for this user alone.</summary>
    // Unset: traces, beside the database: the one place where the service may write for certain.
    public string? Folder { get; set; }

    /// <summary>How long the files are kept; 1 h to 90 days.</summary>
    // As call records: long enough to ask a carrier on Monday about Friday's call.
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(3);
}
