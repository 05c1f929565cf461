using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class ReliableProvisionalTests
{
    private static readonly ReliableProvisional First = new(776656, new CSeq(1, SipMethod.Invite), new SipTimers());

    [Fact]
    [Rfc(3262, "3")]
    public void Repeats_DoubleFromT1_AndEndAfter64T1()
    {
        var times = new List<double>();
        var passed = 0.0;
        var state = First;
        while (state is not null)
        {
            passed += state.RepeatAfter.TotalSeconds;
            times.Add(passed);
            state = state.Repeated();
        }

        // The last one is the end, not a repetition.
        Assert.Equal([0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 32], times);
    }

    [Theory]
    [InlineData("776656 1 INVITE", true)]
    [InlineData("776657 1 INVITE", false)]
    [InlineData("776656 2 INVITE", false)]
    [InlineData("776656 1 UPDATE", false)]
    [InlineData("nonsense", false)]
    [InlineData(null, false)]
    [Rfc(3262, "3")]
    public void Prack_ConfirmsByNumberAndRequest(string? rack, bool confirms)
    {
        var headers = rack is null ? SipHeaders.Empty : SipHeaders.Empty.WithAdded(HeaderNames.RAck, rack);

        Assert.Equal(confirms, First.IsConfirmedBy(new SipRequest(SipMethod.Prack, SipUri.Parse("sip:a@b"), headers)));
    }

    [Fact]
    [Rfc(3262, "3")]
    public void FirstNumber_IsAtLeast1AndBelow2To31() =>
        Assert.All(Enumerable.Range(0, 1000).Select(_ => ReliableProvisional.FirstRSeq()), number => Assert.InRange(number, 1u, (uint)int.MaxValue));
}
