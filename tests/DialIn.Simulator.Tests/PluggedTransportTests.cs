using System.Net;
using System.Threading.Channels;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Simulator.Tests;

public class PluggedTransportTests
{
    private static readonly byte[] Options = System.Text.Encoding.UTF8.GetBytes(
        "OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:b@127.0.0.1>;tag=1\r\n"
        + "To: <sip:a@127.0.0.1>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");

    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    public async Task Pulled_NothingComesInOrGoesOut_WithoutAnError(SipProtocol protocol)
    {
        var (heardHere, heardThere) = (new Listener(), new Listener());
        await using var here = await StartAsync(protocol, heardHere);
        await using var there = await StartAsync(protocol, heardThere);
        await here.SendAsync(Options, new SipEndPoint(here.Protocol, there.LocalEndPoint), 0, CancellationToken.None);
        Assert.Equal(SipMethod.Options, (await heardThere.NextAsync()).Method);

        there.Pull();
        await here.SendAsync(Options, new SipEndPoint(here.Protocol, there.LocalEndPoint), 0, CancellationToken.None);
        await there.SendAsync(Options, new SipEndPoint(there.Protocol, here.LocalEndPoint), 0, CancellationToken.None);

        // What is sent to a third one after it arrives: so what was sent before it was lost.
        var heardElsewhere = new Listener();
        await using var elsewhere = await StartAsync(protocol, heardElsewhere);
        await here.SendAsync(Options, new SipEndPoint(here.Protocol, elsewhere.LocalEndPoint), 0, CancellationToken.None);
        await heardElsewhere.NextAsync();
        Assert.False(heardThere.HasMore);
        Assert.False(heardHere.HasMore);
    }

    private static async Task<PluggedTransport> StartAsync(SipProtocol protocol, Listener listener)
    {
        var transport = new PluggedTransport(
            new SipListenPoint(protocol, new IPEndPoint(LoopbackAddress.Next(), 0)), new SipStackOptions { Listen = [] }, TimeProvider.System, NullLogger.Instance, _ => { });
        await transport.StartAsync(listener, CancellationToken.None);
        Assert.Equal(protocol, transport.Protocol);
        return transport;
    }

    private sealed class Listener : ISipTransportEvents
    {
        private readonly Channel<SipRequest> _heard = Channel.CreateUnbounded<SipRequest>();

        public bool HasMore => _heard.Reader.TryPeek(out _);

        public async Task<SipRequest> NextAsync() =>
            await _heard.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        public bool Admit(SipProtocol protocol, IPEndPoint source) => true;

        public void OnMessage(SipMessage message, Flow flow) => _heard.Writer.TryWrite((SipRequest)message);

        public void OnMalformed(SipParseError error, SipMessage? framed, Flow flow)
        {
        }

        public void OnDropped(DropReason reason)
        {
        }

        public void OnFlowClosed(Flow flow)
        {
        }
    }
}
