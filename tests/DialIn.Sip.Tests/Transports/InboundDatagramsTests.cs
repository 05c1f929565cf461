using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Tests.Transports;

public class InboundDatagramsTests
{
    private static readonly IPEndPoint Source = new(IPAddress.Parse("192.0.2.9"), 5060);
    private static readonly SipEndPoint Local = new(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 5060));

    private readonly RecordingEvents _events = new();

    [Fact]
    public async Task Request_OfAnAdmittedSource_IsReportedWithItsFlow()
    {
        Handle(Wire.Bytes(Wire.Options));

        var (message, flow) = await _events.NextMessage();
        Assert.IsType<SipRequest>(message);
        Assert.Equal(new Flow(Local, new SipEndPoint(SipProtocol.Udp, Source), 0), flow);
        Assert.Equal("udp:192.0.2.9:5060", flow.Remote.ToString());
    }

    [Fact]
    public async Task Request_OfAStranger_IsCountedAndNothingElse()
    {
        _events.Admission = (_, source) => !source.Equals(Source);

        Handle(Wire.Bytes(Wire.Options));
        Handle("garbage"u8.ToArray());

        Assert.Equal(DropReason.NotAdmitted, await _events.NextDrop());
        Assert.Equal(DropReason.NotAdmitted, await _events.NextDrop());
        Assert.False(_events.HasMessage);
    }

    [Fact]
    public async Task Response_NeedsNoAdmission()
    {
        _events.Admission = (_, _) => false;

        Handle(Wire.Bytes(Wire.Ok));

        Assert.IsType<SipResponse>((await _events.NextMessage()).Message);
        Assert.Equal(0, _events.Admissions);
    }

    [Fact]
    public async Task Datagram_Malformed_IsReportedWithWhatCouldBeRead()
    {
        Handle(TortureMessage.Load("clerr"));
        Handle("nonsense\r\n"u8.ToArray());

        var (error, framed, flow) = await _events.NextMalformed();
        Assert.Equal((SipParseErrorKind.TruncatedBody, 400), (error.Kind, error.StatusCode));
        Assert.Equal("clerr.0ha0isndaksdjweiafasdk3", framed!.CallId);
        Assert.Equal(Source, flow.Remote.Address);
        Assert.Null((await _events.NextMalformed()).Framed);
    }

    [Fact]
    public async Task Datagram_TooLarge_IsCounted()
    {
        new InboundDatagrams(_events, new SipLimits { MaxDatagramBytes = 10 }, Local).Handle(new byte[11], Source);

        Assert.Equal(DropReason.TooLarge, await _events.NextDrop());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("\0\0\0\0")]
    public void KeepAlive_IsNothing(string text)
    {
        Handle(System.Text.Encoding.ASCII.GetBytes(text));

        Assert.False(_events.HasMessage || _events.HasDrop);
    }

    [Fact]
    public void Refusal_OfAStrangerSeenBefore_AllocatesNothing()
    {
        var events = new CountingEvents();
        var datagrams = new InboundDatagrams(events, SipLimits.Default, Local);
        var sources = new SourceAddresses();
        var raw = Source.Serialize();
        var bytes = Wire.Bytes(Wire.Options);
        datagrams.Handle(bytes, sources.Find(raw));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            datagrams.Handle(bytes, sources.Find(raw));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1001, events.Drops);
    }

    [Fact]
    public void SourceAddresses_TellSourcesApart()
    {
        var sources = new SourceAddresses();
        for (var port = 1; port < 5000; port++)
        {
            var endPoint = new IPEndPoint(IPAddress.Parse("192.0.2.9"), port);
            Assert.Equal(endPoint, sources.Find(endPoint.Serialize()));
        }

        var mapped = new IPEndPoint(IPAddress.Parse("::ffff:192.0.2.9"), 7);
        Assert.Equal(AddressFamily.InterNetwork, sources.Find(mapped.Serialize()).AddressFamily);
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 7), sources.Find(new IPEndPoint(IPAddress.IPv6Loopback, 7).Serialize()));
    }

    private void Handle(byte[] bytes) => new InboundDatagrams(_events, SipLimits.Default, Local).Handle(bytes, Source);

    private sealed class CountingEvents : ISipTransportEvents
    {
        public int Drops { get; private set; }

        public bool Admit(SipProtocol protocol, IPEndPoint source) => false;

        public void OnMessage(SipMessage message, Flow flow) => throw new InvalidOperationException();

        public void OnMalformed(SipParseError error, SipMessage? framed, Flow flow) => throw new InvalidOperationException();

        public void OnDropped(DropReason reason) => Drops++;

        public void OnFlowClosed(Flow flow) => throw new InvalidOperationException();
    }
}
