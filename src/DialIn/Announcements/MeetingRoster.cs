namespace DialIn.Announcements;

/// <summary>Who is in one meeting, as far as its server has told. Guarded by the board's lock.</summary>
internal sealed class MeetingRoster
{
    private readonly Dictionary<string, (bool IsModerator, bool IsAdmitted)> _users = new(StringComparer.Ordinal);

    // Of whom was told since the connection stands. A list comes another way than the events and may be overtaken by them: of these it says nothing.
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Those who may read the PIN.</summary>
    public IEnumerable<string> Moderators => _users.Where(static user => user.Value is { IsModerator: true, IsAdmitted: true }).Select(static user => user.Key);

    /// <summary>Whether somebody may read the PIN now.</summary>
    public bool IsModerator(string userId) => _users.TryGetValue(userId, out var user) && user is { IsModerator: true, IsAdmitted: true };

    /// <summary>Whether the server has told of somebody.</summary>
    public bool Knows(string userId) => _users.ContainsKey(userId);

    /// <summary>Nothing of what was told counts any more.</summary>
    public void Forget()
    {
        _users.Clear();
        _told.Clear();
    }

    /// <summary>Takes what the server told.</summary>
    public void Take(ServerEvent told)
    {
        switch (told)
        {
            case UserEntered entered:
                Set(entered.UserId, (entered.IsModerator, entered.IsAdmitted));
                break;
            case UserGone gone:
                _told.Add(gone.UserId);
                _users.Remove(gone.UserId);
                break;
            case RoleChanged changed:
                // Whoever was never told of is in the meeting: nobody else has a role there.
                Set(changed.UserId, (changed.IsModerator, !_users.TryGetValue(changed.UserId, out var before) || before.IsAdmitted));
                break;
            case UserJudged judged when _users.TryGetValue(judged.UserId, out var user):
                Set(judged.UserId, (user.IsModerator, judged.IsAdmitted));
                break;
            case UsersListed listed:
                TakeList(listed.Users);
                break;
            default:
                break;
        }
    }

    private void Set(string userId, (bool IsModerator, bool IsAdmitted) user)
    {
        _told.Add(userId);
        _users[userId] = user;
    }

    private void TakeList(IReadOnlyList<UserEntered> users)
    {
        foreach (var userId in _users.Keys.Where(userId => !_told.Contains(userId)).ToList())
        {
            _users.Remove(userId);
        }

        foreach (var user in users.Where(user => !_told.Contains(user.UserId)))
        {
            _users[user.UserId] = (user.IsModerator, user.IsAdmitted);
        }
    }
}
