using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DialIn.Simulator.Meetings;

/// <summary>A meeting on a simulated BBB server. Safe to use from any thread.</summary>
public sealed partial class SimulatedMeeting
{
    private readonly TimeProvider _time;
    private readonly Action<MeetingNotice> _tell;
    private ImmutableList<MeetingUser> _users = [];
    private ImmutableList<SimulatedMeeting> _breakouts = [];
    private long _startedAt;
    private long _endedAt;

    internal SimulatedMeeting(
        MeetingRequest request, string voiceBridge, TimeProvider time, BbbVersion version, Action<MeetingNotice> tell, SimulatedMeeting? parent = null)
    {
        (Version, _tell) = (version, tell);
        _time = time;
        if (parent is not null)
        {
            Parent = parent;
            ImmutableInterlocked.Update(ref parent._breakouts, (list, added) => list.Add(added), this);
        }

        Request = request;
        VoiceBridge = voiceBridge;
        DialNumber = request.DialNumber ?? "613-555-1234";
        ModeratorPassword = request.ModeratorPassword ?? RandomNumberGenerator.GetHexString(8, lowercase: true);
        AttendeePassword = request.AttendeePassword ?? RandomNumberGenerator.GetHexString(8, lowercase: true);
        CreatedAt = _time.GetUtcNow();
        // BBB API: an internal id is the hash of the external one and the time of creation in milliseconds.
#pragma warning disable CA5350 // SHA-1 is what BBB uses here; nothing is protected by it.
        var hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(request.MeetingId)));
#pragma warning restore CA5350
        InternalId = string.Create(CultureInfo.InvariantCulture, $"{hash}-{CreatedAt.ToUnixTimeMilliseconds()}");
    }

    /// <summary>Which BigBlueButton it is on.</summary>
    public BbbVersion Version { get; }

    /// <summary>The external id.</summary>
    public string MeetingId => Request.MeetingId;

    /// <summary>The server's own id.</summary>
    public string InternalId { get; }

    /// <summary>The meeting's name.</summary>
    public string Name => Request.Name;

    /// <summary>Number of the audio conference.</summary>
    public string VoiceBridge { get; }

    /// <summary>The number that clients show to everybody.</summary>
    public string DialNumber { get; }

    /// <summary>Password that makes a moderator.</summary>
    public string ModeratorPassword { get; }

    /// <summary>Password that makes a viewer.</summary>
    public string AttendeePassword { get; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The meeting whose breakout room it is; null for a meeting of its own.</summary>
    public SimulatedMeeting? Parent { get; }

    /// <summary>Its breakout rooms that go on.</summary>
    public IReadOnlyList<SimulatedMeeting> Breakouts => [.. _breakouts.Where(static room => room.EndTime == 0)];

    /// <summary>What it was created with.</summary>
    public MeetingRequest Request { get; }

    /// <summary>When the first web user joined, in milliseconds since 1970; 0 before.</summary>
    public long StartTime => Interlocked.Read(ref _startedAt);

    /// <summary>When it ended, in milliseconds since 1970; 0 before.</summary>
    public long EndTime => Interlocked.Read(ref _endedAt);

    /// <summary>True from the first web user to the end.</summary>
    public bool IsRunning => StartTime != 0 && EndTime == 0;

    /// <summary>The web users.</summary>
    public IReadOnlyList<MeetingUser> Users => _users;

    /// <summary>A web user joins.</summary>
    /// <param name="fullName">The name shown in the list.</param>
    /// <param name="role">What they may do.</param>
    /// <param name="userId">The external user id; null for the internal one.</param>
    public MeetingUser Join(string fullName, MeetingRole role, string? userId = null)
    {
        var internalId = "w_" + RandomNumberGenerator.GetHexString(12, lowercase: true);
        var user = new MeetingUser(userId ?? internalId, internalId, fullName, role);
        ImmutableInterlocked.Update(ref _users, (list, added) => list.Add(added), user);
        Interlocked.CompareExchange(ref _startedAt, _time.GetUtcNow().ToUnixTimeMilliseconds(), 0);
        _tell(new UserCame(this, user));
        return user;
    }

    /// <summary>A web user leaves.</summary>
    /// <param name="user">Who; nothing happens if they have left already.</param>
    public void Leave(MeetingUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var now = _users.Find(other => other.InternalId == user.InternalId);
        if (now is not null && ImmutableInterlocked.Update(ref _users, static (list, gone) => list.Remove(gone), now))
        {
            _tell(new UserWent(this, now));
        }
    }

    /// <summary>A web user is promoted to moderator, or is one no more.</summary>
    /// <param name="user">Who; nothing happens if they have left.</param>
    /// <param name="role">Their role from now on.</param>
    public void SetRole(MeetingUser user, MeetingRole role)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (_users.Find(other => other.InternalId == user.InternalId) is { } now && now.Role != role)
        {
            var changed = now with { Role = role };
            ImmutableInterlocked.Update(ref _users, static (list, change) => list.Replace(change.now, change.changed), (now, changed));
            _tell(new RoleSet(this, changed));
        }
    }

    /// <summary>What a user in a role reads in the chat when the meeting starts, as a BBB 2.x client shows it.</summary>
    /// <param name="role">Whose chat.</param>
    public IReadOnlyList<string> ReadChat(MeetingRole role)
    {
        var messages = new List<string> { Request.Welcome };
        if (role == MeetingRole.Moderator)
        {
            messages.Add(Request.ModeratorOnlyMessage);
        }

        return messages.Where(message => message.Length > 0).Select(Substitute).ToList();
    }

    internal void MarkEnded()
    {
        if (Interlocked.CompareExchange(ref _endedAt, _time.GetUtcNow().ToUnixTimeMilliseconds(), 0) == 0)
        {
            _tell(new MeetingOver(this));
        }
    }

    internal void WritePublic(Chats.ChatLine line)
    {
        _chats.WritePublic(line);
        _tell(new PublicChatWritten(this, line));
    }

    // BBB API: create, the placeholders of welcome and moderatorOnlyMessage.
    private string Substitute(string message) => message
        .Replace("%%CONFNAME%%", Name, StringComparison.Ordinal)
        .Replace("%%DIALNUM%%", DialNumber, StringComparison.Ordinal)
        .Replace("%%CONFNUM%%", VoiceBridge, StringComparison.Ordinal);
}
