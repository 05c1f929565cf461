namespace DialIn.Trunks;

/// <summary>
/// The secrets as they lie in the files of <c>PasswordFile</c>. The files are looked at every few seconds, so a password that
/// an operator writes there is used without a restart.
/// </summary>
internal sealed class PasswordFileSecrets : ITrunkSecrets, IDisposable
{
    // Whoever has just written a password waits for this long at most; looking costs one read of a small file.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Trunk, string Account), Watched> _files = [];
    private readonly List<Action<string, string>> _watchers = [];
    private readonly ITimer _timer;

    /// <summary>Knows the files of all accounts; files count from <paramref name="baseFolder"/>.</summary>
    public PasswordFileSecrets(IEnumerable<TrunkOptions> trunks, string baseFolder, TimeProvider time)
    {
        foreach (var account in trunks.SelectMany(TrunkAccount.WithPassword))
        {
            if (account.PasswordFile is { } file)
            {
                var path = Path.GetFullPath(file, baseFolder);
                _files[(account.Trunk, account.Name)] = new Watched(path) { Seen = PasswordFile.Read(path) };
            }
        }

        _timer = time.CreateTimer(_ => Look(), null, LookEvery, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public TrunkSecret? Find(string trunk, string account) =>
        _files.TryGetValue((trunk, account), out var file) && PasswordFile.Read(file.Path) is { } password ? new TrunkSecret(password) : null;

    /// <inheritdoc/>
    public void Report(string trunk, string account, string secret, bool accepted)
    {
        // A file holds one password; there is nothing to decide.
    }

    /// <inheritdoc/>
    public IDisposable Watch(Action<string, string> changed)
    {
        lock (_lock)
        {
            _watchers.Add(changed);
        }

        return new Watching(() =>
        {
            lock (_lock)
            {
                _watchers.Remove(changed);
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        Action<string, string>[] watchers;
        lock (_lock)
        {
            watchers = [.. _watchers];
        }

        foreach (var ((trunk, account), file) in _files)
        {
            var now = PasswordFile.Read(file.Path);

            // Nothing in it: somebody is writing it at this moment, or it is gone and the next challenge will tell.
            if (now is not null && now != file.Seen)
            {
                file.Seen = now;
                Array.ForEach(watchers, watcher => watcher(trunk, account));
            }
        }

        // Only now, so that two looks never overlap.
        _timer.Change(LookEvery, Timeout.InfiniteTimeSpan);
    }

    private sealed class Watched(string path)
    {
        public string Path { get; } = path;

        // Only the timer touches it.
        public string? Seen { get; set; }
    }

    private sealed class Watching(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
