using System.Globalization;
using System.Security.Cryptography;

namespace DialIn.Simulator.Meetings;

/// <summary>The meetings of one simulated server. Safe to use from any thread.</summary>
/// <param name="time">Where times come from.</param>
/// <param name="endedMeetingLinger">How long an ended meeting is still listed.</param>
/// <param name="version">Which BigBlueButton it is.</param>
/// <param name="tell">Told of all that happens; must not block.</param>
internal sealed class MeetingBook(TimeProvider time, TimeSpan endedMeetingLinger, BbbVersion version = BbbVersion.V27, Action<MeetingNotice>? tell = null)
{
    // What bbb-web draws when it is not given a voice bridge, unless the administrator changed it.
    private const int VoiceBridgeDigits = 5;
    private const string TestVoiceBridge = "99999";

    private readonly Lock _sync = new();
    private readonly Dictionary<string, SimulatedMeeting> _meetings = new(StringComparer.Ordinal);

    /// <summary>Creates a meeting; doing it again changes nothing.</summary>
    /// <param name="request">What is wished for.</param>
    /// <param name="meeting">The meeting, new or old; null when the wish was refused.</param>
    public CreateOutcome Create(MeetingRequest request, out SimulatedMeeting? meeting)
    {
        lock (_sync)
        {
            meeting = null;
            if (_meetings.TryGetValue(request.MeetingId, out var existing) && existing.EndTime == 0)
            {
                if (Differs(request.ModeratorPassword, existing.ModeratorPassword)
                    || Differs(request.AttendeePassword, existing.AttendeePassword))
                {
                    return CreateOutcome.IdTaken;
                }

                meeting = existing;
                return CreateOutcome.Existing;
            }

            var parent = request.Breakout is { } breakout ? ParentOf(breakout) : null;
            if (parent is null && request.Breakout is not null)
            {
                return CreateOutcome.ParentMissing;
            }

            // BBB: a breakout room's number is the meeting's with the room's behind it.
            var wished = request.VoiceBridge ?? (parent is null ? null : string.Create(CultureInfo.InvariantCulture, $"{parent.VoiceBridge}{request.Breakout!.Sequence}"));
            if (wished is not null && IsTaken(wished))
            {
                return CreateOutcome.VoiceBridgeTaken;
            }

            meeting = new SimulatedMeeting(request, wished ?? DrawVoiceBridge(), time, version, Tell, parent);
            _meetings[request.MeetingId] = meeting;
            Tell(new MeetingBegan(meeting));
            return CreateOutcome.Created;
        }
    }

    /// <summary>The meeting with an external id, also while it lingers after its end; null when there is none.</summary>
    public SimulatedMeeting? Find(string meetingId)
    {
        lock (_sync)
        {
            ForgetEnded();
            return _meetings.GetValueOrDefault(meetingId);
        }
    }

    /// <summary>All meetings that are listed.</summary>
    public IReadOnlyList<SimulatedMeeting> List()
    {
        lock (_sync)
        {
            ForgetEnded();
            return _meetings.Values.OrderBy(meeting => meeting.CreatedAt).ToList();
        }
    }

    /// <summary>Ends a meeting with its breakout rooms.</summary>
    /// <returns>All that were ended; none when there is no such meeting, or it has ended.</returns>
    public IReadOnlyList<SimulatedMeeting> End(string meetingId)
    {
        lock (_sync)
        {
            if (!_meetings.TryGetValue(meetingId, out var meeting) || meeting.EndTime != 0)
            {
                return [];
            }

            SimulatedMeeting[] ended = [meeting, .. meeting.Breakouts];
            foreach (var each in ended)
            {
                each.MarkEnded();
            }

            return ended;
        }
    }

    private SimulatedMeeting? ParentOf(BreakoutRequest breakout) => _meetings.Values.FirstOrDefault(meeting =>
        meeting.EndTime == 0 && (meeting.MeetingId == breakout.ParentId || meeting.InternalId == breakout.ParentId));

    private void Tell(MeetingNotice notice) => tell?.Invoke(notice);

    private void ForgetEnded()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var meeting in _meetings.Values.ToList())
        {
            if (meeting.EndTime != 0 && now - meeting.EndTime >= endedMeetingLinger.TotalMilliseconds)
            {
                _meetings.Remove(meeting.MeetingId);
            }
        }
    }

    private bool IsTaken(string voiceBridge) =>
        _meetings.Values.Any(meeting => meeting.EndTime == 0 && meeting.VoiceBridge == voiceBridge);

    private string DrawVoiceBridge()
    {
        while (true)
        {
            var drawn = RandomNumberGenerator.GetInt32(100_000)
                .ToString(CultureInfo.InvariantCulture).PadLeft(VoiceBridgeDigits, '0');
            if (drawn != TestVoiceBridge && !IsTaken(drawn))
            {
                return drawn;
            }
        }
    }

    private static bool Differs(string? given, string actual) => given is not null && given != actual;
}
