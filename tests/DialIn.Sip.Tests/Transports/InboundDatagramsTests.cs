using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DialIn.Sip.Messages;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

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
        _events.Admission = (_, source) => !source.Address.Equals(Source.Address);

        Handle(Wire.Bytes(Wire.Options));
        Handle("garbage"u8.ToArray());

        Assert.Equal(DropReason.NotAdmitted, await _events.NextDrop());
        Assert.Equal(DropReason.NotAdmitted, await _events.NextDrop());
        Assert.False(_events.HasMessage);
    }

    [Fact]
    public async Task Response_ToARequestOfOurs_NeedsNoAdmission()
    {
        _events.Admission = (_, _) => false;

        Handle(Response(Identifiers.NewBranch()));

        Assert.IsType<SipResponse>((await _events.NextMessage()).Message);
    }

    [Fact]
    public async Task Response_OfAStranger_ToNoRequestOfOurs_IsNotEvenRead()
    {
        _events.Admission = (_, _) => false;

        Handle(Response("z9hG4bK776asdhds"));
        Handle([.. "SIP/2.0 "u8, .. new byte[60_000]]);

        Assert.Equal(DropReason.NotAdmitted, await _events.NextDrop());
        Assert.Equal(DropReason.NotAdmitted, await _events.NextDrop());
        Assert.False(_events.HasMessage);
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
        Handle(new byte[11], new SipLimits { MaxDatagramBytes = 10 });

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

    [Theory]
    [InlineData("192.0.2.9")]
    [InlineData("2001:db8::9")]
    public void Refusal_OfAStrangerNeverSeenBefore_AllocatesNothing(string address)
    {
        var events = new CountingEvents();
        var datagrams = new InboundDatagrams(events, SipLimits.Default, Local);
        var raw = new IPEndPoint(IPAddress.Parse(address), 5060).Serialize();
        byte[][] kinds = [Wire.Bytes(Wire.Options), Wire.Bytes(Wire.Invite), Wire.Bytes(Wire.Ok), "garbage"u8.ToArray(), new byte[60_000]];
        var asked = 0;

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Refuse(++asked);
            }
        }));
        Assert.Equal((asked, asked), (events.Drops, events.Sources));

        void Refuse(int number)
        {
            // Another address and another port each time.
            BinaryPrimitives.WriteUInt16BigEndian(raw.Buffer.Span[2..], (ushort)number);
            BinaryPrimitives.WriteUInt16BigEndian(raw.Buffer.Span[(raw.Family == AddressFamily.InterNetwork ? 6 : 22)..], (ushort)number);
            Assert.False(datagrams.Admits(kinds[number % kinds.Length], SourceAddress.From(raw)));
        }
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

    private static byte[] Response(string branch) => Encoding.ASCII.GetBytes(
        $"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1;branch={branch}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n");

    private void Handle(byte[] bytes, SipLimits? limits = null)
    {
        var datagrams = new InboundDatagrams(_events, limits ?? SipLimits.Default, Local);
        if (datagrams.Admits(bytes, SourceAddress.From(Source.Address)))
        {
            datagrams.Handle(bytes, Source);
        }
    }

    private sealed class CountingEvents : ISipTransportEvents
    {
        private SourceAddress _last;

        public int Drops { get; private set; }

        public int Sources { get; private set; }

        public bool Admit(SipProtocol protocol, IPEndPoint source) => false;

        public DropReason? Refuse(SourceAddress source)
        {
            Sources += source == _last ? 0 : 1;
            _last = source;
            return DropReason.NotAdmitted;
        }

        public void OnMessage(SipMessage message, Flow flow) => throw new InvalidOperationException();

        public void OnMalformed(SipParseError error, SipMessage? framed, Flow flow) => throw new InvalidOperationException();

        public void OnDropped(DropReason reason) => Drops++;

        public void OnFlowClosed(Flow flow) => throw new InvalidOperationException();
    }
}
