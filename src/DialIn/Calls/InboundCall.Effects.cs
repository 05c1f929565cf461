using DialIn.Media.Relay;
using DialIn.Meetings;
using DialIn.Sip.Messages;

namespace DialIn.Calls;

/// <content>Carries out what the machine wants done.</content>
internal sealed partial class InboundCall
{
    private ConferenceSide? _conference;
    private bool _isRelaying;
    private IDisposable? _watch;
    private MeetingPlace? _place;

    private async ValueTask PerformAsync(CallEffect effect)
    {
        switch (effect)
        {
            case RingTrunk:
                _trunk.Ring();
                break;
            case AnswerTrunk:
                Answer();
                break;
            case RejectTrunk reject:
                _status = reject.End.RefusalStatus;
                _trunk.Reject(reject.End);
                break;
            case AnswerTrunkOffer:
                _trunk.AnswerOffer();
                Relay();
                break;
            case OfferTrunkCodec offer:
                _trunk.ChangeCodec(offer.Codec);
                break;
            case ChangeConferenceCodec change:
                _conference?.ChangeCodec(change.Codec);
                break;
            case HangUpTrunk hangUp:
                _trunk.HangUp(hangUp.End);
                break;
            case Play play:
                _trunk.Play(play);
                break;
            case StopPlaying:
                _trunk.StopPlaying();
                break;
            case LookUpPin ask:
                Ask(ask.Question, cancel => LookUpAsync(ask, cancel));
                break;
            case WatchMeeting watch:
                _watch?.Dispose();
                _watch = _services.Meetings.Watch(watch.MeetingId, change => Post(new MeetingChanged(change)));
                break;
            case StopWatching:
                _watch?.Dispose();
                _watch = null;
                break;
            case RefreshDirectory ask:
                Ask(ask.Question, cancel => RefreshAsync(ask, cancel));
                break;
            case TakePlace take:
                Take(take);
                break;
            case DialConference dial:
                Dial(dial);
                break;
            case EndConferenceLeg:
                EndConference();
                break;
            case JoinMedia:
                _isRelaying = true;
                Relay();
                break;
            case PartMedia:
                _isRelaying = false;
                _media.Part();
                break;
            case MuteCaller mute:
                _trunk.Leg?.Mute(mute.IsMuted);
                break;
            case ListenForTones listen:
                _trunk.ListenForTones(listen.IsOn);
                break;
            case ListenForFax listen:
                _trunk.ListenForFax(listen.IsOn);
                break;
            case BeginToneCheck:
                _trunk.BeginToneCheck();
                break;
            case AnswerKey answer:
                _services.Proofs?.Heard(Facts.Id, answer.Heard);
                _trunk.PlayKey(answer.Answer);
                break;
            case SendDigitToConference send:
                _conference?.SendDigit(send.Key);
                break;
            case SetTimer set:
                _timers.Set(set.Timer, set.Due, set.Generation);
                break;
            case CancelTimer cancel:
                _timers.Cancel(cancel.Timer);
                break;
            case RecordEnd record:
                await RecordAsync(record.End);
                break;
            default:
                throw new InvalidOperationException($"no way to carry out {effect.GetType().Name}");
        }
    }

    private void Answer()
    {
        if (_trunk.Answer() is { } failed)
        {
            Post(failed);
            return;
        }

        _status = 200;
        _clock.Answer();
    }

    // A caller's telephone that holds the call plays music to us; the meeting must not hear it.
    private void Relay()
    {
        if (_isRelaying && !_trunk.IsOnHold && _trunk.Leg is { } trunk && _conference is { } conference)
        {
            _media.Join(trunk, conference.Leg);
        }
        else
        {
            _media.Part();
        }
    }

    private void Dial(DialConference dial)
    {
        EndConference();
        if (_conferenceStatus is not null)
        {
            // The same call once more, as after a refusal of the codec.
            NoteNotTaken();
        }

        _conferenceStatus = null;

        // Counted also where there is no limit: there may be one when the meeting is opened anew.
        _place ??= _services.Places.Ask(dial.Meeting.MeetingId, limit: null, static () => { });
        var pseudonym = Pseudonym.For(Facts.Caller, Facts.Id, _services.PseudonymKey.Span);
        var name = _services.Names.Take(dial.Meeting.MeetingId, Facts, pseudonym, _givenName);
        var from = new NameAddress(name, new SipUri("sip", pseudonym.Number, _services.FromHost, null), SipParameters.Empty);
        try
        {
            var (server, target) = (dial.Meeting.ServerName, _services.Addresses.AddressOf(dial.Meeting));
            _conference = new ConferenceSide(
                dial.Leg, target, _services.Addresses.FamilyOf(dial.Meeting), from, dial.Codec, _services.Encryption.Of(server, target), _media, _services, Post,
                () => DialInLog.ConferenceWithoutEncryption(_logger, Facts.Id, server),
                callId => _services.Legs?.ConferenceLeg(Facts.Id, callId))
            {
                MuteKey = _services.Addresses.MuteKeyOf(dial.Meeting),
            };
            _server = server;
        }
        catch (PortsExhaustedException fault)
        {
            DialInLog.NoPortsForConference(_logger, Facts.Id, fault);
            Post(new ConferenceEnded(dial.Leg, LegEndCause.TransportError));
        }
    }

    private void Take(TakePlace take)
    {
        if (_place is { IsTaken: true })
        {
            // From an opening of the meeting that had no limit.
            Post(new PlaceTaken(take.Question));
            return;
        }

        _place?.Dispose();
        _place = _services.Places.Ask(take.MeetingId, take.Limit, () => Post(new PlaceTaken(take.Question)));
        if (!_place.IsTaken)
        {
            Post(new MeetingFull(take.Question));
        }
    }

    private void EndConference()
    {
        _conference?.End();
        _conference = null;
    }

    private void Ask(int question, Func<CancellationToken, Task<CallEvent>> answer)
    {
        _questions.RemoveAll(asked => asked.IsCompleted);
        _questions.Add(AskAsync(question, answer));
    }

    private async Task AskAsync(int question, Func<CancellationToken, Task<CallEvent>> answer)
    {
        // The mailbox goes on reading while the store or the servers are asked.
        await Task.Yield();
        try
        {
            Post(await answer(_ended.Token));
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The call is over; nobody waits for the answer.
        }
        catch (Exception fault)
        {
            DialInLog.QuestionFailed(_logger, Facts.Id, fault);
            Post(new QuestionFailed(question));
        }
    }

    private async Task<CallEvent> LookUpAsync(LookUpPin ask, CancellationToken cancellationToken)
    {
        if (_services.Proofs?.OpensToneCheck(ask.Pin, Facts.Id, Facts.CalledNumber) == true)
        {
            return new PinFound(ask.Question, "", Running: null) { IsProof = true };
        }

        var reservation = await _services.Pins.LookUpAsync(ask.Pin, cancellationToken);
        var running = reservation is null ? null : _services.Meetings.Find(reservation.MeetingId);
        var lost = reservation is null ? null : _services.Meetings.FindLost(reservation.MeetingId);
        var verdict = _services.Guesses.Judge(
            Guessers.Of(Facts, _services.PseudonymKey.Span), reservation is not null, running is not null || lost is not null);
        return verdict.IsAccepted
            ? new PinFound(ask.Question, reservation!.MeetingId, running, lost) { Terms = verdict.Terms }
            : new PinNotFound(ask.Question) { Terms = verdict.Terms };
    }

    private async Task<CallEvent> RefreshAsync(RefreshDirectory ask, CancellationToken cancellationToken)
    {
        var since = _services.Time.GetTimestamp();
        await _services.Meetings.RefreshAsync(cancellationToken);
        var now = _services.Meetings.FindAfterLoss(ask.Lost, since);
        return new DirectoryAnswered(ask.Question, now.Running, now.ServerAnswers, now.IsOver);
    }
}
