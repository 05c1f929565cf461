namespace DialIn.Secrets;

/// <summary>Tells the verbs whether a service runs that will prove what they stored.</summary>
internal interface IServicePresence
{
    /// <summary>A service says that it runs.</summary>
    Task ComeAsync(string service, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>A service says that it ends.</summary>
    Task GoAsync(string service, CancellationToken cancellationToken);

    /// <summary>Whether one has said so since then.</summary>
    Task<bool> IsPresentAsync(DateTimeOffset since, CancellationToken cancellationToken);
}
