namespace DialIn.Secrets;

/// <summary>The record of all that happened to secrets. Append only, but for its age.</summary>
internal interface IAuditLog
{
    /// <summary>Adds a record.</summary>
    Task AddAsync(DateTimeOffset at, AuditAction action, string subject, string outcome, string who, CancellationToken cancellationToken);

    /// <summary>The newest records, the oldest of them first.</summary>
    /// <param name="subject">Only of this one, such as <c>trunk/sipgate</c>; <see langword="null"/> for all.</param>
    /// <param name="after">Only those behind this number.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<AuditEntry>> ListAsync(string? subject, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes what is older.</summary>
    /// <returns>How many.</returns>
    Task<int> DeleteBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken);
}

/// <summary>One record of the audit; holds no secret.</summary>
/// <param name="Id">Counts up.</param>
/// <param name="At">When.</param>
/// <param name="Action">What, by the name of an <see cref="AuditAction"/>.</param>
/// <param name="Subject">To whose secret.</param>
/// <param name="Outcome">How it went, in words.</param>
/// <param name="Who">The user of the operating system, <c>api token …</c> with the beginning of its hash, or <c>service</c>.</param>
internal sealed record AuditEntry(long Id, DateTimeOffset At, string Action, string Subject, string Outcome, string Who);
