using DialIn.Media.Codecs;

namespace DialIn.Calls;

/// <content>The one line and the one row that a call leaves behind.</content>
internal sealed partial class InboundCall
{
    private const string None = "none";

    private int? _status;
    private string? _server;
    private string? _meetingId;
    private ReleaseCause? _trunkCause;
    private ReleaseCause? _conferenceCause;
    private int? _conferenceStatus;
    private (string?, int?)? _notTaken;
    private (string? Trunk, string? Conference) _encryption;
    private (AudioCodec Trunk, AudioCodec Conference)? _spoken;
    private (int Leg, AudioCodec Trunk, AudioCodec Conference)? _transcoded;
    private long? _pinComplete;

    // What a leg's end says that is only of interest for the record.
    private void Note(CallEvent happened)
    {
        switch (happened)
        {
            case DigitReceived:
                _trace.KeyPressed();
                break;
            case TrunkEnded ended:
                _trunkCause = ended.Release;

                if (ended.Cause == LegEndCause.Cancelled)
                {
                    // CANCEL was faster than our answer.
                    _clock.TakeAnswerBack();
                    _status = null;
                }

                break;
            case ConferenceAnswered:
                // Of a leg that was not taken, as for its codec, before this one was.
                _conferenceCause = null;
                break;
            case ConferenceEnded ended:
                (_conferenceCause, _conferenceStatus) = (ended.Release, ended.Cause == LegEndCause.Rejected ? ended.Status : null);
                break;
        }
    }

    // From the PIN's last digit to the conference, unless the caller had to wait for the meeting to start.
    private void NoteWayIn(CallPhase phase)
    {
        switch (phase)
        {
            case LookingUp:
                _pinComplete = _services.Time.GetTimestamp();
                break;
            case Joined when _pinComplete is { } since:
                _services.Meters.Joined(_server, _services.Time.GetElapsedTime(since));
                _pinComplete = null;
                break;
            case not Joining:
                _pinComplete = null;
                break;
        }
    }

    // Why a server does not take a call is the first question of whoever runs it; once per call and answer, not at every try.
    private void NoteNotTaken()
    {
        if (_notTaken == (_server, _conferenceStatus))
        {
            return;
        }

        _notTaken = (_server, _conferenceStatus);
        if (_conferenceStatus is { } status)
        {
            DialInLog.ConferenceRefused(_logger, Facts.Id, _server, status, _conferenceCause);
        }
        else
        {
            DialInLog.ConferenceDidNotAnswer(_logger, Facts.Id, _server);
        }
    }

    // Said once nobody is left to be asked for the other side's codec.
    private void NoteCodecs(CallState state)
    {
        if (state is not { Conference: { IsJoined: true } leg, Codecs.Trunk: { } trunk })
        {
            return;
        }

        _spoken = (trunk, leg.Codec);
        if (trunk != leg.Codec && state.Codecs is { AskedOfTrunk: null, AskedOfConference: null } && _transcoded != (leg.Number, trunk, leg.Codec))
        {
            _transcoded = (leg.Number, trunk, leg.Codec);
            DialInLog.Transcoded(_logger, Facts.Id, trunk.EncodingName, leg.Codec.EncodingName, leg.Meeting.ServerName);
        }
    }

    // Two names where the two sides spoke different ones.
    private string? CodecOfCall() => _spoken is { } spoken && spoken.Trunk != spoken.Conference
        ? $"{spoken.Trunk.EncodingName}/{spoken.Conference.EncodingName}"
        : _trunk.Codec?.EncodingName;

    private async Task RecordAsync(CallEnd end)
    {
        var (endedAt, duration) = (_services.Time.GetUtcNow(), _clock.Elapsed);
        var codec = CodecOfCall();
        var (trunkQuality, conferenceQuality) = await MeasureAsync();
        var status = _clock.AnsweredAt is null ? _status ?? end.RefusalStatus : _status;
        try
        {
            await _services.Records.AddAsync(
                new CallRecord
                {
                    Id = Facts.Id,
                    StartedAt = _clock.StartedAt,
                    AnsweredAt = _clock.AnsweredAt,
                    EndedAt = endedAt,
                    Trunk = Facts.Trunk,
                    CalledNumber = Facts.CalledNumber,
                    Caller = Facts.Caller.ToString(),
                    Server = _server,
                    MeetingId = _meetingId,
                    Codec = codec,
                    Result = end.Result.ToString(),
                    Reason = end.Reason.ToString(),
                    SipStatus = status,
                    TrunkCause = _trunkCause?.ToString(),
                    ConferenceCause = _conferenceCause?.ToString(),
                    TrunkQuality = trunkQuality,
                    ConferenceQuality = conferenceQuality,
                },
                CancellationToken.None);
        }
        catch (Pins.StoreUnavailableException fault)
        {
            // The line in the log follows; a full disk must not keep the call alive.
            DialInLog.RecordNotWritten(_logger, Facts.Id, fault);
        }

        _services.Meters.Ended(Facts.TrunkName, end, duration, _clock.TimeToAnswer);
        _trace.End(end, _server, codec, status);
        DialInLog.CallEnded(
            _logger, Facts.Id, Facts.Caller, Facts.CalledNumber, Facts.Trunk, duration, end.Result, end.Reason, _server, _meetingId, codec, status,
            _trunkCause, _conferenceCause, _encryption.Trunk, _encryption.Conference, trunkQuality?.Mos, conferenceQuality?.Mos);
    }

    // Whoever wants encryption and allows that it be left out must see when it was.
    private void NoteEncryption()
    {
        var (trunk, conference) = (_trunk.Encryption ?? _encryption.Trunk, _conference?.Encryption ?? _encryption.Conference);
        if (_encryption.Trunk is { } before && before != None && trunk == None)
        {
            DialInLog.EncryptionEnded(_logger, Facts.Id, "trunk", before);
        }

        if (_encryption.Conference is { } inConference && inConference != None && conference == None)
        {
            DialInLog.EncryptionEnded(_logger, Facts.Id, "conference", inConference);
        }

        _encryption = (trunk, conference);
    }
}
