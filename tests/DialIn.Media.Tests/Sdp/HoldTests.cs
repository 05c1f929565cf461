using System.Net;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

public class HoldTests
{
    [Theory]
    [Rfc(3264, "6.1")]
    [InlineData("sendrecv", Direction.SendReceive, "sendrecv", true)]
    [InlineData("sendonly", Direction.ReceiveOnly, "recvonly", false)]
    [InlineData("recvonly", Direction.SendOnly, "sendonly", true)]
    [InlineData("inactive", Direction.Inactive, "inactive", false)]
    public void TryAnswer_DirectionOfTheOffer_IsMirrored(string offered, Direction ours, string answered, bool maySend)
    {
        var (answer, negotiated) = Description.Answer(Description.Offer($"m=audio 4000 RTP/AVP 8|a={offered}"));

        Assert.Equal(ours, negotiated.Direction);
        Assert.Equal(maySend, negotiated.MaySend);
        Assert.Equal(answered, answer.Media[0].Attributes[^1].Name);
        Assert.Equal(IPEndPoint.Parse("198.51.100.7:4000"), negotiated.RemoteRtp);
    }

    [Theory]
    [Rfc(3264, "6.1")]
    [InlineData("sendrecv", Direction.SendOnly, Direction.SendOnly)]
    [InlineData("sendonly", Direction.SendOnly, Direction.Inactive)]
    [InlineData("recvonly", Direction.SendOnly, Direction.SendOnly)]
    [InlineData("sendrecv", Direction.ReceiveOnly, Direction.ReceiveOnly)]
    [InlineData("sendrecv", Direction.Inactive, Direction.Inactive)]
    public void TryAnswer_OwnWish_CutsTheMirrorDown(string offered, Direction wish, Direction ours) =>
        Assert.Equal(ours, Description.Answer(Description.Offer($"m=audio 4000 RTP/AVP 8|a={offered}"), Description.Local with { Direction = wish }).Negotiated.Direction);

    [Theory]
    [Rfc(3264, "8.4")]
    [InlineData("", Direction.ReceiveOnly)]
    [InlineData("|a=sendonly", Direction.ReceiveOnly)]
    [InlineData("|a=recvonly", Direction.Inactive)]
    [InlineData("|a=inactive", Direction.Inactive)]
    public void TryAnswer_NullAddress_IsAHold(string attribute, Direction ours)
    {
        var (answer, negotiated) = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8|c=IN IP4 0.0.0.0" + attribute));

        Assert.Equal(ours, negotiated.Direction);
        Assert.Equal(IPAddress.Any, negotiated.RemoteRtp.Address);
        Assert.False(negotiated.MaySend);
        Assert.Equal(ours, answer.DirectionOf(answer.Media[0]));
    }

    [Fact]
    [Rfc(3264, "8.4")]
    public void TryAnswer_NullAddressOfIpv6_IsAHold()
    {
        var local = Description.Local with { Rtp = IPEndPoint.Parse("[2001:db8::1]:20000") };

        var negotiated = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8", "IN IP6 ::"), local).Negotiated;

        Assert.Equal((IPAddress.IPv6Any, Direction.ReceiveOnly), (negotiated.RemoteRtp.Address, negotiated.Direction));
        Assert.False(negotiated.MaySend);
    }

    [Fact]
    public void TryAnswer_HoldOfTheWholeSession_CountsForTheMedia() =>
        Assert.Equal(Direction.ReceiveOnly, Description.Answer(Description.Parse(
            "v=0|c=IN IP4 198.51.100.7|a=sendonly|m=audio 4000 RTP/AVP 8")).Negotiated.Direction);

    [Theory]
    [InlineData(Direction.SendReceive, true)]
    [InlineData(Direction.SendOnly, true)]
    [InlineData(Direction.ReceiveOnly, false)]
    [InlineData(Direction.Inactive, false)]
    public void MaySend_NeedsADirectionThatSends(Direction direction, bool expected)
    {
        var negotiated = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8")).Negotiated;

        Assert.Equal(expected, (negotiated with { Direction = direction }).MaySend);
        Assert.False((negotiated with { Direction = direction, RemoteRtp = new IPEndPoint(IPAddress.Any, 4000) }).MaySend);
    }
}
