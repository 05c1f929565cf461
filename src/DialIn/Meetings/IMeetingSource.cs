namespace DialIn.Meetings;

/// <summary>Something that asks servers for their meetings and tells the <see cref="MeetingDirectory"/>.</summary>
internal interface IMeetingSource
{
    /// <summary>Somebody waits for a meeting that does not run: ask more often. Or nobody does any more. Must not block.</summary>
    void SetUrgent(bool urgent);

    /// <summary>Asks every server once, now. Ends when all have answered or failed.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);
}
