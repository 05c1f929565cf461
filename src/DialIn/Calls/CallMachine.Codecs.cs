using DialIn.Media.Codecs;
using DialIn.Meetings;

namespace DialIn.Calls;

/// <summary>
/// One codec on both sides, where that can be had: then audio passes as it is. The server is offered the caller's codec; what
/// it does not take is offered in another one. Once it speaks one that the caller does not, the caller's side is asked to
/// change. Only where that fails as well the relay goes on transcoding, which it does by itself while the two differ.
/// </summary>
internal sealed partial class CallMachine
{
    private IReadOnlyList<AudioCodec> CodecsOf(RunningMeeting meeting) => settings.ServerCodecs.GetValueOrDefault(meeting.ServerName, AudioCodec.All);

    private AudioCodec ToOffer(CallTurn turn, RunningMeeting meeting)
    {
        if (turn.State.Codecs.ToOffer(meeting.ServerName, CodecsOf(meeting)) is { } codec)
        {
            return codec;
        }

        turn.Know(turn.State.Codecs.WithoutRefusals());
        return turn.State.Codecs.ToOffer(meeting.ServerName, CodecsOf(meeting))!;
    }

    // The server says that it does not speak what it was offered: RFC 3261 §21.4.13 and §21.4.26, §21.6.4.
    private bool TryOfferAnother(CallTurn turn, ConferenceLeg leg, Joining joining, ConferenceEnded ended)
    {
        if (ended is not { Cause: LegEndCause.Rejected, Status: 415 or 488 or 606, IsOfEncryption: false })
        {
            return false;
        }

        turn.Know(turn.State.Codecs.WithRefusal(leg.Meeting.ServerName, leg.Codec));
        if (turn.State.Codecs.ToOffer(leg.Meeting.ServerName, CodecsOf(leg.Meeting)) is null)
        {
            return false;
        }

        turn.ForgetConference();
        Dial(turn, leg.Meeting, joining.IsAgain);
        return true;
    }

    // The two sides differ, and nobody has been asked yet: first the one who can change without a third party.
    private void Align(CallTurn turn)
    {
        var codecs = turn.State.Codecs;
        if (turn.State is not { Conference: { IsJoined: true } leg, Offer: null, IsOnHold: false }
            || codecs is not { Trunk: { } trunk, AskedOfTrunk: null, AskedOfConference: null } || trunk == leg.Codec)
        {
            return;
        }

        if (codecs.MayAsk(leg.Meeting.ServerName, CodecsOf(leg.Meeting), trunk))
        {
            turn.AskConference(leg, trunk);
        }
        else if (settings.TrunkCodecs.Contains(leg.Codec) && !codecs.RefusedByTrunk.Contains(leg.Codec))
        {
            turn.AskTrunk(leg.Codec);
        }
    }

    private void OnTrunkCodecAgreed(CallTurn turn, TrunkCodecAgreed agreed)
    {
        turn.Know(turn.State.Codecs.WithTrunk(agreed.Codec) with { Offered = agreed.Offered });
        Align(turn);
    }

    private void OnTrunkCodecChanged(CallTurn turn, TrunkCodecChanged changed)
    {
        var codecs = turn.State.Codecs with { AskedOfTrunk = null };
        turn.Know(changed.IsAccepted
            ? codecs with { Trunk = changed.Codec }
            : codecs with { RefusedByTrunk = [.. codecs.RefusedByTrunk, changed.Codec] });
        if (changed.IsHold != turn.State.IsOnHold)
        {
            // Its answer has put us on hold, or has ended that, as an offer of its own would have.
            turn.Hold(changed.IsHold);
            turn.AnswerOffer(null);
        }

        Align(turn);
    }

    private void OnConferenceCodecChanged(CallTurn turn, ConferenceCodecChanged changed)
    {
        if (turn.State is not { Conference: { } leg, Codecs.AskedOfConference: { } asked })
        {
            return;
        }

        turn.Know(turn.State.Codecs with { AskedOfConference = null });
        if (changed.IsAccepted)
        {
            turn.Know(leg with { Codec = asked });
        }
        else
        {
            turn.Know(turn.State.Codecs.WithRefusal(leg.Meeting.ServerName, asked));
        }

        // Where the conference does not follow, the caller's side changes all the same: it may have to, and the relay can transcode.
        turn.AnswerWaitingOffer();
        Align(turn);
    }

    private void OnTrunkOffer(CallTurn turn, TrunkOfferReceived offer)
    {
        var wasOnHold = turn.State.IsOnHold;
        turn.Hold(offer.IsHold);
        switch (turn.State)
        {
            case { Conference: { IsJoined: true } leg, Codecs.AskedOfConference: null }
                when offer.NewCodec is { } codec && codec != leg.Codec && turn.State.Codecs.MayAsk(leg.Meeting.ServerName, CodecsOf(leg.Meeting), codec):
                // The conference first: so the caller's side learns of the change when both can speak it.
                turn.AwaitCodec(leg, codec, wasOnHold, settings.OfferWaitsFor);
                break;
            case { Conference: { } leg, Phase: Joining joining } when offer.NewCodec is { } codec && codec != leg.Codec:
                turn.AnswerOffer(codec);
                if (ToOffer(turn, leg.Meeting) != leg.Codec)
                {
                    // Dialled in the old codec, and not answered yet.
                    Dial(turn, leg.Meeting, joining.IsAgain);
                }

                break;
            default:
                turn.AnswerOffer(offer.NewCodec);
                Align(turn);
                break;
        }
    }

    // The offer is gone, answered by the stack. A conference that has changed for it is asked to change back once it has answered.
    private static void OnTrunkOfferWithdrawn(CallTurn turn) => turn.ForgetWaitingOffer();
}
