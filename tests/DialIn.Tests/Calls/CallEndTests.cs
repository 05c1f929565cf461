using DialIn.Calls;
using DialIn.Testing;

namespace DialIn.Tests.Calls;

public class CallEndTests
{
    [Theory]
    [InlineData(CallEndReason.CallerCancelled, 487, null)]
    [InlineData(CallEndReason.NoCommonCodec, 488, null)]
    [InlineData(CallEndReason.NoCommonEncryption, 488, null)]
    [InlineData(CallEndReason.Full, 503, 10)]
    [InlineData(CallEndReason.TrunkFull, 503, 10)]
    [InlineData(CallEndReason.CallerFull, 486, null)]
    [InlineData(CallEndReason.NoPorts, 503, 10)]
    [InlineData(CallEndReason.Draining, 503, 60)]
    [InlineData(CallEndReason.Fault, 500, null)]
    [InlineData(CallEndReason.AckMissing, 504, null)]
    [InlineData(CallEndReason.WrongPin, 480, null)]
    internal void Refusal_HasAStatusAndARetryAfterWhereItHelps(CallEndReason reason, int status, int? retryAfter)
    {
        var end = CallEnd.For(reason);

        Assert.Equal(status, end.RefusalStatus);
        Assert.Equal(retryAfter, (int?)end.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData(CallEndReason.CallerHungUp, false, CallResult.Caller)]
    [InlineData(CallEndReason.CallerHungUp, true, CallResult.Success)]
    [InlineData(CallEndReason.MeetingEnded, true, CallResult.Success)]
    [InlineData(CallEndReason.RemovedFromMeeting, true, CallResult.Success)]
    [InlineData(CallEndReason.LongestCall, true, CallResult.Success)]
    [InlineData(CallEndReason.WrongPin, false, CallResult.Caller)]
    [InlineData(CallEndReason.FaxMachine, false, CallResult.Caller)]
    [InlineData(CallEndReason.Fault, true, CallResult.Bridge)]
    [InlineData(CallEndReason.ConferenceUnreachable, true, CallResult.Server)]
    [InlineData(CallEndReason.TrunkLost, true, CallResult.Carrier)]
    internal void Result_SaysHowItWentOrWhoseSideItWas(CallEndReason reason, bool wasInMeeting, CallResult result) =>
        Assert.Equal(new CallEnd(result, reason), CallEnd.For(reason, wasInMeeting));

    [Theory]
    [InlineData(CallEndReason.CallerHungUp, 16)]
    [InlineData(CallEndReason.WrongPin, 16)]
    [InlineData(CallEndReason.MeetingEnded, 16)]
    [InlineData(CallEndReason.FaxMachine, 88)]
    [InlineData(CallEndReason.Full, 42)]
    [InlineData(CallEndReason.Draining, 41)]
    [InlineData(CallEndReason.NoCommonCodec, 65)]
    [InlineData(CallEndReason.NoCommonEncryption, 65)]
    [InlineData(CallEndReason.ConferenceUnreachable, 27)]
    [InlineData(CallEndReason.TrunkSilent, 102)]
    [Rfc(3326, "2")]
    internal void Reason_IsToldTheCarrierAsACauseOfQ850(CallEndReason reason, int cause) =>
        Assert.Equal(new ReleaseCause("Q.850", cause), ReleaseCause.Read(CallEnd.For(reason).ReasonHeader));

    [Fact]
    public void EveryReason_HasAResultAStatusAndACause() => Assert.All(
        Enum.GetValues<CallEndReason>(),
        reason => Assert.NotNull(ReleaseCause.Read(CallEnd.For(reason).ReasonHeader)));

    [Fact]
    public void EveryReason_HasAResultAndAStatus() =>
        Assert.All(Enum.GetValues<CallEndReason>(), reason => Assert.InRange(CallEnd.For(reason).RefusalStatus, 400, 699));
}
