using DialIn.Calls;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Tests.Calls;

/// <summary>The two legs on the wire: what a wish for another codec sends, and what becomes of it.</summary>
public class LegCodecTests
{
    [Fact]
    public async Task Conference_IsOfferedOneCodecAndTelephoneEvents()
    {
        await using var seat = await LegSeat.StartAsync();
        seat.Call(AudioCodec.G722);

        Assert.Equal(["9", "101"], Formats(await seat.RequestAsync("INVITE")));
    }

    [Fact]
    public async Task ConferenceThatAnswersInAnotherCodec_IsARefusalOfTheCodec()
    {
        await using var seat = await LegSeat.StartAsync();
        seat.Call(AudioCodec.G722);
        await seat.RespondAsync(await seat.RequestAsync("INVITE"), 200, "0");

        Assert.Equal(new ConferenceEnded(1, LegEndCause.Rejected, 488), await seat.NextAsync());
        await seat.RequestAsync("ACK");
        await seat.RequestAsync("BYE");
    }

    [Theory]
    [Rfc(3261, "20.43")]
    [InlineData(SrtpPolicy.Required, 488, null, true)]
    [InlineData(SrtpPolicy.Required, 606, "302 bbb1 \"Incompatible transport protocol\"", true)]
    [InlineData(SrtpPolicy.Required, 488, "306 bbb1 \"Attribute not understood\"", true)]
    [InlineData(SrtpPolicy.Required, 488, "305 bbb1 \"Incompatible media format\"", false)]
    [InlineData(SrtpPolicy.Required, 488, "399 bbb1 \"Sorry, no\", 305 bbb1 \"Incompatible media format\"", false)]
    [InlineData(SrtpPolicy.Required, 488, "305 bbb1 \"Incompatible media format\", 302 bbb1 \"Incompatible transport protocol\"", true)]
    [InlineData(SrtpPolicy.Required, 415, null, false)]
    [InlineData(SrtpPolicy.Required, 404, null, false)]
    [InlineData(SrtpPolicy.Allowed, 488, "305 bbb1 \"Incompatible media format\"", false)]
    [InlineData(SrtpPolicy.Off, 488, "302 bbb1 \"Incompatible transport protocol\"", false)]
    public async Task ConferenceThatRefuses_SaysWhetherItIsTheEncryption(SrtpPolicy policy, int status, string? warning, bool isOfEncryption)
    {
        await using var seat = await LegSeat.StartAsync();
        seat.Call(AudioCodec.G722, new MediaSecurity(policy) { KeysMayTravel = true, OffersFirst = true });
        await seat.RespondAsync(await seat.RequestAsync("INVITE"), status, warning: warning);
        await seat.RequestAsync("ACK");

        Assert.Equal(new ConferenceEnded(1, LegEndCause.Rejected, status) { IsOfEncryption = isOfEncryption }, await seat.NextAsync());
    }

    [Fact]
    public async Task ConferenceThatMayGoPlain_AndRefusesThatTooForItsCodec_IsARefusalOfTheCodec()
    {
        await using var seat = await LegSeat.StartAsync();
        seat.Call(AudioCodec.G722, new MediaSecurity(SrtpPolicy.Allowed) { KeysMayTravel = true, OffersFirst = true });
        var ended = seat.NextAsync();
        foreach (var _ in (int[])[1, 2])
        {
            await seat.RespondAsync(await seat.RequestAsync("INVITE"), 488);
            await seat.RequestAsync("ACK");
        }

        Assert.Equal(new ConferenceEnded(1, LegEndCause.Rejected, 488), await ended);
    }

    [Fact]
    public async Task Conference_ThatChanges_AndOneThatDoesNot_WithAVersionOfItsOwnForEachOffer()
    {
        await using var seat = await LegSeat.StartAsync();
        var (leg, first) = await JoinAsync(seat);

        leg.ChangeCodec(AudioCodec.Pcma);
        var refused = await seat.RequestAsync("INVITE");
        await seat.RespondAsync(refused, 488);
        await seat.RequestAsync("ACK");
        Assert.Equal(new ConferenceCodecChanged(1, IsAccepted: false), await seat.NextAsync());

        leg.ChangeCodec(AudioCodec.Pcmu);
        var taken = await seat.RequestAsync("INVITE");
        await seat.RespondAsync(taken, 200, "0", version: 2);
        await seat.RequestAsync("ACK");
        Assert.Equal(new ConferenceCodecChanged(1, IsAccepted: true), await seat.NextAsync());
        Assert.Equal(AudioCodec.Pcmu, leg.Leg.Format?.Codec);

        Assert.Equal(["8", "0"], new[] { refused, taken }.Select(offer => Formats(offer)[0]));
        Assert.Equal([1UL, 2UL, 3UL], new[] { first, refused, taken }.Select(Version));
    }

    [Fact]
    public async Task Conference_ThatAgreesAndSwitchesTheAudioOff_IsOfferedTheOldCodecAgain()
    {
        await using var seat = await LegSeat.StartAsync();
        var (leg, _) = await JoinAsync(seat);

        leg.ChangeCodec(AudioCodec.Pcma);
        await seat.RespondAsync(await seat.RequestAsync("INVITE"), 200, "3", version: 2);
        await seat.RequestAsync("ACK");
        // Not settled yet: nothing is reported, but the mailbox has to be read for the next step.
        var settled = seat.NextAsync();
        var again = await seat.RequestAsync("INVITE");
        Assert.Equal("9", Formats(again)[0]);
        Assert.Equal(3UL, Version(again));
        await seat.RespondAsync(again, 200, "9", version: 3);

        Assert.Equal(new ConferenceCodecChanged(1, IsAccepted: false), await settled);
        Assert.Equal(AudioCodec.G722, leg.Leg.Format?.Codec);
    }

    [Fact]
    public async Task ConferencesReinvite_WhileOurWishWaitsForAnotherTry_Gets491()
    {
        await using var seat = await LegSeat.StartAsync();
        var (leg, invite) = await JoinAsync(seat);
        leg.ChangeCodec(AudioCodec.Pcma);
        await seat.RespondAsync(await seat.RequestAsync("INVITE"), 491);
        await seat.RequestAsync("ACK");

        // The time of the next try never comes: time stands still.
        await seat.SendInOurDialogAsync(invite, "INVITE", 1, "9");
        await seat.WaitForPostAsync();
        var next = seat.NextAsync();

        await seat.ResponseAsync(491);
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task ConferencesReinvite_WithoutAWishOfOurs_IsAnsweredInTheCodecOfTheLeg()
    {
        await using var seat = await LegSeat.StartAsync();
        var (_, invite) = await JoinAsync(seat);
        await seat.SendInOurDialogAsync(invite, "INVITE", 1, "8 9");
        _ = seat.NextAsync();

        Assert.Equal("9", Formats(await seat.ResponseAsync(200))[0]);
    }

    [Fact]
    public async Task CarrierThatOfferedTheCodec_IsAskedForItAlone_AndFollows()
    {
        await using var seat = await LegSeat.StartAsync();
        var trunk = await seat.AnswerAsync("9 8");

        trunk.ChangeCodec(AudioCodec.Pcma);
        var offer = await seat.RequestAsync("INVITE");
        Assert.Equal(["8"], Formats(offer).Where(format => format != "101"));
        await seat.RespondAsync(offer, 200, "8", version: 2);

        Assert.Equal(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: true), await seat.NextAsync());
        Assert.Equal(AudioCodec.Pcma, trunk.Codec);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(488)]
    public async Task CarrierThatDidNotOfferTheCodec_IsLeftItsOwn_AndMayKeepIt(int status)
    {
        await using var seat = await LegSeat.StartAsync();
        var trunk = await seat.AnswerAsync("0");

        trunk.ChangeCodec(AudioCodec.Pcma);
        var offer = await seat.RequestAsync("INVITE");
        Assert.Equal(["8", "0"], Formats(offer).Where(format => format != "101"));
        await seat.RespondAsync(offer, status, status == 200 ? "0" : null, version: 2);

        Assert.Equal(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: false), await seat.NextAsync());
        Assert.Equal(AudioCodec.Pcmu, trunk.Codec);
    }

    [Fact]
    public async Task CarrierWhoseAnswerHolds_SaysSoWithTheCodec()
    {
        await using var seat = await LegSeat.StartAsync();
        var trunk = await seat.AnswerAsync("9 8");
        trunk.ChangeCodec(AudioCodec.Pcma);
        await seat.RespondAsync(await seat.RequestAsync("INVITE"), 200, "8", version: 2, "sendonly");

        Assert.Equal(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: true, IsHold: true), await seat.NextAsync());
    }

    [Fact]
    public async Task CarrierThatAnswersOurOfferWithNothingOfIt_IsHungUpForTheCodec()
    {
        await using var seat = await LegSeat.StartAsync();
        await seat.AnswerLateAsync("3");

        Assert.Equal(new TrunkEnded(LegEndCause.NoCommonCodec), await seat.NextAsync());
        await seat.RequestAsync("BYE");
        Assert.Equal(0, await seat.PortsInUseAsync());
    }

    [Fact]
    public async Task CarrierThatAnswersARefreshInAnotherCodec_HasChangedByItsOwnWish()
    {
        await using var seat = await LegSeat.StartAsync();
        var trunk = await seat.AnswerAsync("0");

        // Our last offer has two codecs, and a refresh repeats it.
        trunk.ChangeCodec(AudioCodec.Pcma);
        await seat.RespondAsync(await seat.RequestAsync("INVITE"), 200, "0", version: 2);
        Assert.Equal(new TrunkCodecChanged(AudioCodec.Pcma, IsAccepted: false), await seat.NextAsync());
        await seat.RequestAsync("ACK");
        seat.Advance(TimeSpan.FromMinutes(15));
        await seat.RespondAsync(await seat.RequestAsync("INVITE"), 200, "8", version: 3);

        Assert.Equal(new TrunkOfferReceived(IsHold: false), await seat.NextAsync());
        Assert.Equal(AudioCodec.Pcma, trunk.Codec);
        Assert.Equal(AudioCodec.Pcma, Assert.IsType<TrunkCodecAgreed>(await seat.NextAsync()).Codec);
    }

    [Fact]
    public async Task CarriersReinvite_WhileOurWishWaitsForAnotherTry_Gets491()
    {
        await using var seat = await LegSeat.StartAsync();
        var trunk = await seat.AnswerAsync("9 8");
        trunk.ChangeCodec(AudioCodec.Pcma);
        await seat.RespondAsync(await seat.RequestAsync("INVITE"), 491);
        await seat.RequestAsync("ACK");

        await seat.ReinviteAsync("9");
        await seat.WaitForPostAsync();
        _ = seat.NextAsync();

        await seat.ResponseAsync(491);
    }

    [Fact]
    public async Task CarriersReinvite_CancelledWhileItWaits_IsWithdrawn_AndNeverApplied()
    {
        await using var seat = await LegSeat.StartAsync();
        var trunk = await seat.AnswerAsync("9");
        await seat.ReinviteAsync("0");
        Assert.Equal(new TrunkOfferReceived(IsHold: false, AudioCodec.Pcmu), await seat.NextAsync());
        await seat.CancelAsync();
        await seat.ResponseAsync(200);
        await seat.ResponseAsync(487);

        Assert.Equal(new TrunkOfferWithdrawn(), await seat.NextAsync());
        trunk.AnswerOffer();
        Assert.Equal(AudioCodec.G722, trunk.Codec);
    }

    [Fact]
    public async Task CarriersReinvite_CancelledJustBeforeOurAnswer_IsTakenBack()
    {
        await using var seat = await LegSeat.StartAsync();
        var trunk = await seat.AnswerAsync("9");
        await seat.ReinviteAsync("0");
        Assert.Equal(new TrunkOfferReceived(IsHold: false, AudioCodec.Pcmu), await seat.NextAsync());
        await seat.CancelAsync();
        await seat.ResponseAsync(200);
        await seat.ResponseAsync(487);

        // The news of it lies in the mailbox, unread, when the call decides.
        await seat.WaitForPostAsync();
        trunk.AnswerOffer();
        Assert.Equal(AudioCodec.Pcmu, trunk.Codec);

        Assert.Equal(new TrunkOfferReceived(IsHold: false), await seat.NextAsync());
        Assert.Equal(AudioCodec.G722, trunk.Codec);
        Assert.Equal(AudioCodec.Pcmu, Assert.IsType<TrunkCodecAgreed>(await seat.NextAsync()).Codec);
        Assert.Equal(AudioCodec.G722, Assert.IsType<TrunkCodecAgreed>(await seat.NextAsync()).Codec);
    }

    private static async Task<(ConferenceSide Leg, SipRequest Invite)> JoinAsync(LegSeat seat)
    {
        var leg = seat.Call(AudioCodec.G722);
        var invite = await seat.RequestAsync("INVITE");
        await seat.RespondAsync(invite, 200, "9");
        await seat.RequestAsync("ACK");
        Assert.IsType<ConferenceAnswered>(await seat.NextAsync());
        return (leg, invite);
    }

    private static IReadOnlyList<string> Formats(SipMessage message) => Description(message).Media[0].Formats;

    private static ulong Version(SipMessage message) => Description(message).Origin.Version;

    private static SessionDescription Description(SipMessage message)
    {
        Assert.True(SessionDescription.TryParse(message.Body.Span, out var description, out _));
        return description;
    }
}
