using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.Transports;

/// <summary>A connection's bytes and deadlines without a socket: every step is exact.</summary>
public sealed class InboundStreamTests : IDisposable
{
    private static readonly byte[] Options = Wire.Bytes(Wire.Options);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingEvents _events = new();
    private readonly List<DropReason?> _closed = [];
    private readonly ConnectionTimers _timers;
    private readonly InboundStream _stream;
    private int _pings;
    private int _pongs;

    public InboundStreamTests()
    {
        var local = new SipEndPoint(SipProtocol.Tcp, new IPEndPoint(IPAddress.Loopback, 5060));
        var remote = new SipEndPoint(SipProtocol.Tcp, new IPEndPoint(IPAddress.Parse("192.0.2.1"), 1));
        _timers = new ConnectionTimers(TcpTransportOptions.Default, _time, _closed.Add, () => _pings++);
        _stream = new InboundStream(new Flow(local, remote, 1), SipLimits.Default, _events, _timers, () => _pongs++, _closed.Add);
    }

    [Fact]
    public void Deadline_RunsFromTheFirstByteOfAMessage()
    {
        for (var i = 0; i < 9; i++)
        {
            Receive(Options[i..(i + 1)]);
            Pass(1);
        }

        Assert.Empty(_closed);
        Pass(1);
        Assert.Equal([DropReason.MessageTimeout], _closed);
    }

    [Fact]
    public void Deadline_StartsAnewWithTheNextMessage()
    {
        Receive(Options[..10]);
        Pass(9);
        Receive([.. Options[10..], .. Options[..10]]);
        Pass(9);
        Assert.Empty(_closed);
        Assert.True(_events.HasMessage);

        Pass(1);
        Assert.Equal([DropReason.MessageTimeout], _closed);
    }

    [Fact]
    public void Deadline_BetweenMessages_IsTheIdleOne()
    {
        Receive(Options);
        Pass(899);
        Receive("\r\n"u8.ToArray());
        Pass(899);
        Assert.Empty(_closed);

        Pass(1);
        Assert.Equal([DropReason.IdleTimeout], _closed);
    }

    [Fact]
    [Rfc(5626, "3.5.1")]
    public void Ping_InOneOrTwoParts_IsAnsweredOnce()
    {
        Receive("\r\n\r\n"u8.ToArray());
        Assert.Equal(1, _pongs);

        Receive("\r\n"u8.ToArray());
        Assert.Equal(1, _pongs);
        Receive("\r\n"u8.ToArray());
        Assert.Equal(2, _pongs);
    }

    [Fact]
    [Rfc(5626, "3.5.1")]
    public void Pongs_InARow_AreNoPing()
    {
        _timers.StartPings();
        for (var i = 1; i <= 3; i++)
        {
            Pass(90);
            Assert.Equal(i, _pings);
            Receive("\r\n"u8.ToArray());
        }

        Assert.Equal(0, _pongs);
        Assert.Empty(_closed);
    }

    [Fact]
    [Rfc(5626, "4.4.1")]
    public void Pong_MissingAfterOneCame_EndsTheConnection()
    {
        _timers.StartPings();
        Pass(90);
        Pass(90);
        Receive("\r\n"u8.ToArray());
        Pass(90 + 9);
        Assert.Empty(_closed);

        Pass(1);
        Assert.Equal([DropReason.IdleTimeout], _closed);
    }

    [Fact]
    [Rfc(5626, "4.4.1")]
    public void Pong_ThatNeverCame_IsNotMissed()
    {
        _timers.StartPings();
        Pass(800);

        Assert.Equal(8, _pings);
        Assert.Empty(_closed);
    }

    [Fact]
    [Rfc(5626, "4.4.1")]
    public void LineEnd_ThatIsNoPong_PromisesNone()
    {
        _timers.StartPings();
        Receive([.. "\r\n"u8, .. Options]);
        Pass(300);

        Assert.Empty(_closed);
    }

    [Fact]
    public void AnythingReceived_CountsAsPong()
    {
        _timers.StartPings();
        Pass(90);
        Receive("\r\n"u8.ToArray());
        Pass(90);
        Receive(Options);
        Pass(30);

        Assert.Empty(_closed);
    }

    [Fact]
    public void Write_ThatTakesTooLong_EndsTheConnection()
    {
        _timers.WriteBegins();
        Pass(9);
        _timers.WriteEnds();
        Pass(9);
        Assert.Empty(_closed);

        _timers.WriteBegins();
        Pass(10);
        Assert.Equal([DropReason.StuckPeer], _closed);
    }

    [Fact]
    public void Error_OwedAnAnswer_LeavesTimeForIt_AndNothingMoreIsRead()
    {
        Receive(Wire.Bytes(Wire.Options.Replace("Content-Length: 0", "Content-Length: x", StringComparison.Ordinal)));
        Receive(Options);
        Pass(1);
        Assert.Empty(_closed);
        Assert.False(_events.HasMessage);

        Pass(1);
        Assert.Equal([null], _closed);
    }

    [Fact]
    public async Task Error_OwedNothing_EndsTheConnection()
    {
        Receive("\rX"u8.ToArray());

        Assert.Equal(SipParseErrorKind.BadStartLine, (await _events.NextMalformed()).Error.Kind);
        Assert.Equal([null], _closed);
    }

    [Fact]
    public void Error_OfAStranger_IsNotEvenReported()
    {
        _events.Admission = (_, _) => false;

        Receive(Wire.Bytes(Wire.Options.Replace("Content-Length: 0", "Content-Length: x", StringComparison.Ordinal)));

        Assert.Equal([DropReason.NotAdmitted], _closed);
    }

    public void Dispose() => _timers.Dispose();

    /// <summary>Second by second, so that a timer that arms itself again does so at the right time.</summary>
    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private void Receive(byte[] bytes)
    {
        bytes.CopyTo(_stream.Free());
        _stream.Add(bytes.Length);
    }
}
