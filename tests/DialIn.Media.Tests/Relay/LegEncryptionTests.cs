using System.Text.Json;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;
using DialIn.Media.Tests.Srtp;

namespace DialIn.Media.Tests.Relay;

/// <summary>Legs whose peer encrypts.</summary>
public sealed class LegEncryptionTests : IDisposable
{
    private static readonly CryptoSuite Suite = CryptoSuite.AesCm128Sha80;

    private readonly SourceStream _source = new();
    private readonly LegHarness _leg = new();
    private readonly SrtpSender _peer = new(SrtpPackets.Key(Suite, 2));

    [Fact]
    public void Packets_OfThePeer_LatchAndPassOn_Decrypted()
    {
        var server = new LegHarness(connected: true).Started();
        _leg.Started(Encrypted());
        Receive(4);
        Assert.Contains(_leg.Events, raised => raised is MediaStarted);
        _leg.Path.Join(server.Path);

        var packet = _source.Audio();
        _leg.Receive(_peer.Protect(packet));

        Assert.Equal(packet[12..], server.Sent[^1].Payload);
        Assert.Equal(2, _leg.Path.Statistics.Received); // the latching one and this
    }

    [Fact]
    public void WhatGoesOut_IsEncrypted()
    {
        _leg.Started(Encrypted()).Run(2);
        var raw = _leg.Raw;

        using var receiver = new SrtpReceiver(SrtpPackets.Key(Suite, 1));
        Assert.Equal(2, raw.Count);
        Assert.All(raw, packet => Assert.Equal(SrtpVerdict.Accepted, receiver.Unprotect(packet, out _)));
        Assert.DoesNotContain(raw, packet => packet.AsSpan(12, 160).IndexOfAnyExcept((byte)0xD5) < 0); // silence in A-law
    }

    [Fact]
    public void PlainForgedAndRepeatedPackets_AreCountedApart_AndNeverLatch()
    {
        _leg.Started(Encrypted());
        for (var i = 0; i < 10; i++)
        {
            _leg.Receive(_source.Audio());
        }

        using var forger = new SrtpSender(SrtpPackets.Key(Suite, 3));
        var stranger = new SourceStream(ssrc: 0x4711);
        for (var i = 0; i < 10; i++)
        {
            _leg.Receive(forger.Protect(stranger.Audio()));
        }

        var repeated = _peer.Protect(_source.Audio());
        for (var i = 0; i < 11; i++)
        {
            _leg.Receive(repeated);
        }

        Assert.Empty(_leg.Events);
        var counted = _leg.Path.Statistics;
        Assert.Equal((20, 10, 0, null), (counted.Unauthentic, counted.Replayed, counted.Received, counted.Source));
    }

    [Fact]
    public void Digits_AreRead_AndAnEventSentAgainByAStranger_IsNone()
    {
        _leg.Started(Encrypted());
        Receive(4);
        var press = _source.Press('5').Select(packet => _peer.Protect(packet)).ToList();

        press.ForEach(packet => _leg.Receive(packet));
        press.ForEach(packet => _leg.Receive(packet));

        Assert.Equal("5", _leg.Digits);
        Assert.Equal(press.Count, _leg.Path.Statistics.Replayed);
    }

    [Fact]
    public void NewKeys_WithTheNextAgreement_TakeOver_WithoutALostPacket()
    {
        _leg.Started(Encrypted());
        Receive(4);
        _leg.Path.Start(Encrypted(local: 11, remote: 12), _leg.Now);
        Receive(3);
        using var next = new SrtpSender(SrtpPackets.Key(Suite, 12));
        for (var i = 0; i < 3; i++)
        {
            _leg.Receive(next.Protect(_source.Audio()));
        }

        Assert.Equal((7, 0L), (_leg.Path.Statistics.Received, _leg.Path.Statistics.Unauthentic));
    }

    [Fact]
    public void Encryption_TakenAwayAndBroughtBack_GoesOnWhereItWas()
    {
        _leg.Started(Encrypted()).Run(2);
        _leg.Started().Run(2);
        _leg.Started(Encrypted()).Run(2);

        // The same key began anew would say so in an index that was used before.
        using var receiver = new SrtpReceiver(SrtpPackets.Key(Suite, 1));
        Assert.Equal(
            [SrtpVerdict.Accepted, SrtpVerdict.Accepted, SrtpVerdict.Unauthentic, SrtpVerdict.Unauthentic, SrtpVerdict.Accepted, SrtpVerdict.Accepted],
            _leg.Raw.Select(packet => receiver.Unprotect(packet, out _)));
    }

    [Fact]
    public void Leg_RebuiltFromItsState_GoesOn_AndItsKeysDoNotPrint()
    {
        _leg.Started(Encrypted());
        Receive(4);
        _leg.Run(3);
        var old = _peer.Protect(_source.Audio());
        _leg.Receive(old);
        var state = _leg.Path.Snapshot(20_000, _leg.Now);
        var read = JsonSerializer.Deserialize<MediaLegState>(JsonSerializer.Serialize(state))!;

        var rebuilt = new LegHarness(stream: new RtpRewriter(read.Outgoing, _leg.Now)) { Now = _leg.Now };
        rebuilt.Path.Restore(read.Srtp!);
        rebuilt.Started(read.Negotiated!.ToNegotiatedAudio());
        rebuilt.Path.Restore(LegHarness.Remote);
        rebuilt.Receive(_peer.Protect(_source.Audio()));
        rebuilt.Receive(old);
        rebuilt.Run(1);

        Assert.Equal((1L, 1L, 0L), (rebuilt.Path.Statistics.Received, rebuilt.Path.Statistics.Replayed, rebuilt.Path.Statistics.Unauthentic));
        Assert.Equal(_leg.Sent[^1].Sequence + 1, rebuilt.Sent[^1].Sequence);
        Assert.DoesNotContain(SrtpPackets.Key(Suite, 1).Reveal(), $"{state} {state.Negotiated} {Encrypted()}", StringComparison.Ordinal);
    }

    [Fact]
    public void Forged_FromWhereNobodyIsListenedTo_IsDroppedUnopened()
    {
        _leg.Started(Encrypted());
        Receive(5);
        using var forger = new SrtpSender(SrtpPackets.Key(Suite, 3));

        _leg.Receive(forger.Protect(new SourceStream(ssrc: 0x4711).Audio()), LegHarness.Stranger);
        _leg.Receive(_peer.Protect(_source.Audio()), LegHarness.Stranger); // even the peer's own, while it is heard elsewhere

        var counted = _leg.Path.Statistics;
        Assert.Equal((2L, 0L, 0L), (counted.Strangers, counted.Unauthentic, counted.Replayed));
    }

    [Fact]
    public void Stream_ThatGoesOnElsewhere_IsStillFollowed()
    {
        _leg.Started(Encrypted());
        Receive(5);
        _leg.Run(30);
        _source.Timestamp += 30 * 160;
        for (var i = 0; i < 4; i++)
        {
            _leg.Receive(_peer.Protect(_source.Audio()), LegHarness.Stranger);
            _leg.Run(1);
        }

        Assert.Equal(1, _leg.Path.Statistics.Handovers);
    }

    [Fact]
    public void PacketsStillEncrypted_AfterTheEncryptionHasEnded_AreNotHeard()
    {
        var server = new LegHarness(connected: true).Started();
        _leg.Started(Encrypted());
        Receive(4);
        _leg.Path.Join(server.Path);
        _leg.Started();
        server.Sent.Clear();

        for (var i = 0; i < 9; i++)
        {
            _leg.Receive(_peer.Protect(_source.Audio()));
            _leg.Run(1);
        }

        foreach (var packet in _source.Press('5'))
        {
            _leg.Receive(_peer.Protect(packet));
        }

        Assert.Empty(server.Sent);
        Assert.Equal("", _leg.Digits);

        _leg.Run(1);
        var plain = _source.Audio();
        _leg.Receive(plain);
        Assert.Equal(plain[12..], Assert.Single(server.Sent).Payload);
    }

    public void Dispose() => _peer.Dispose();

    private static NegotiatedAudio Encrypted(byte local = 1, byte remote = 2) =>
        LegHarness.Negotiated() with { Srtp = SrtpPackets.Keys(Suite, local, remote) };

    private void Receive(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _leg.Receive(_peer.Protect(_source.Audio()));
        }
    }
}
