using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;
using DialIn.Simulator.Audio;
using DialIn.Simulator.Rtp;
using DialIn.Testing;

namespace DialIn.Simulator.Tests.Rtp;

public class AudioStreamTests
{
    public static TheoryData<string> Codecs => new(AudioCodec.All.Select(codec => codec.EncodingName));

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Tone_SentAndReceived_IsHeard(string codec)
    {
        var format = Format(codec);
        var sender = new AudioSender(format);
        var receiver = new AudioReceiver(format, _ => { });
        var heard = Run(format.Codec, sender, receiver, 100, (_, packet) => packet);
        Assert.True(heard.ToneHeard(440) > TimeSpan.FromSeconds(1.7));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void Tone_WithLossAndReorder_IsStillHeard(ulong seed)
    {
        var random = new SeededRandom(seed);
        var format = Format("PCMA");
        byte[]? held = null;
        var heard = Run(format.Codec, new AudioSender(format), new AudioReceiver(format, _ => { }), 200, (receive, packet) =>
        {
            if (random.Chance(5))
            {
                return null;
            }

            if (held is not null)
            {
                receive(packet!);
                packet = held;
                held = null;
            }
            else if (random.Chance(10))
            {
                held = packet;
                packet = null;
            }

            return packet;
        });
        Assert.True(heard.ToneHeard(440) > TimeSpan.FromSeconds(2.5));
    }

    [Fact]
    public void ShorterAndLongerPackets_AreCutIntoFrames()
    {
        var format = Format("PCMA");
        var receiver = new AudioReceiver(format, _ => { });
        var encoded = new byte[8000];
        AudioCodec.Pcma.CreateEncoder().Encode(Tone.Sine(440, TimeSpan.FromSeconds(1), 8000, -10).Samples, encoded);
        var recording = new Recording(8000, TimeSpan.FromSeconds(10));
        ushort number = 0;
        for (var at = 0; at + 240 <= encoded.Length; at += 240)
        {
            Receive(receiver, format.PayloadType, number++, encoded.AsSpan(at, 240));
            var frame = new short[160];
            receiver.Read(frame);
            recording.Append(frame);
            if (number % 2 == 0)
            {
                receiver.Read(frame);
                recording.Append(frame);
            }
        }

        Assert.True(recording.ToneHeard(440) > TimeSpan.FromSeconds(0.75));
    }

    [Fact]
    [Rfc(4733, "2.5.1.2")]
    public void Digits_SentAsTelephoneEvents_ArriveOnceEach_AndAudioPausesMeanwhile()
    {
        var format = Format("PCMA");
        var digits = new List<char>();
        var sender = new AudioSender(format);
        var receiver = new AudioReceiver(format, digits.Add);
        var sent = new TaskCompletionSource();
        sender.Enqueue("1223#", sent);
        var events = new List<(uint Timestamp, bool Marker)>();
        Run(format.Codec, sender, receiver, 60, (_, packet) =>
        {
            Assert.True(RtpPacket.TryParse(packet, out var parsed));
            if (parsed.PayloadType == 101)
            {
                events.Add((parsed.Timestamp, parsed.Marker));
            }

            return packet;
        });

        Assert.Equal("1223#", string.Concat(digits));
        Assert.True(sent.Task.IsCompletedSuccessfully);
        Assert.Equal(5, events.Select(report => report.Timestamp).Distinct().Count());
        Assert.Equal(5, events.Count(report => report.Marker));
    }

    [Fact]
    public void Stop_CancelsTheDigitsThatWait()
    {
        var sender = new AudioSender(Format("PCMA"));
        var sent = new TaskCompletionSource();
        sender.Enqueue("12", sent);
        sender.Next(1, new short[160]);
        sender.Stop();
        Assert.True(sent.Task.IsCanceled);
    }

    [Fact]
    [Rfc(3550, "5.1")]
    public void FrameLeftOut_IsAGapInTimestampsAndNotInSequenceNumbers()
    {
        var sender = new AudioSender(Format("G722"));
        var frame = new short[320];
        Assert.True(RtpPacket.TryParse(sender.Next(1, frame), out var packet));
        var (sequence, timestamp) = (packet.SequenceNumber, packet.Timestamp);
        Assert.True(packet.Marker);
        Assert.True(RtpPacket.TryParse(sender.Next(4, frame), out packet));
        Assert.Equal((ushort)(sequence + 1), packet.SequenceNumber);
        Assert.Equal(unchecked(timestamp + 480), packet.Timestamp);
        Assert.False(packet.Marker);
    }

    [Fact]
    public void OtherPayloadTypes_AreNotHeard()
    {
        var receiver = new AudioReceiver(Format("PCMA"), _ => { });
        Receive(receiver, 13, 1, new byte[160]);
        Receive(receiver, 0, 2, new byte[160]);
        Receive(receiver, 8, 3, []);
        Assert.Equal(0, receiver.Packets);
    }

    [Fact]
    public void NewSsrc_BeginsANewStream()
    {
        var format = Format("PCMA");
        var receiver = new AudioReceiver(format, _ => { });
        Run(format.Codec, new AudioSender(format), receiver, 50, (_, packet) => packet);
        var heard = Run(format.Codec, new AudioSender(format), receiver, 100, (_, packet) => packet);
        Assert.True(heard.ToneHeard(440) > TimeSpan.FromSeconds(1.6));
    }

    private static Recording Run(
        AudioCodec codec, AudioSender sender, AudioReceiver receiver, int frames, Func<Action<byte[]>, byte[]?, byte[]?> network)
    {
        var tone = Tone.Sine(440, TimeSpan.FromSeconds(frames / 50.0), codec.SampleRate, -10).Samples;
        var recording = new Recording(codec.SampleRate, TimeSpan.FromMinutes(1));
        var frame = new short[codec.SamplesPerFrame];
        for (var i = 0; i < frames; i++)
        {
            var packet = network(Receive, sender.Next(i + 1, tone.AsSpan(i * frame.Length, frame.Length)).ToArray());
            if (packet is not null)
            {
                Receive(packet);
            }

            receiver.Read(frame);
            recording.Append(frame);
        }

        return recording;

        void Receive(byte[] packet)
        {
            Assert.True(RtpPacket.TryParse(packet, out var parsed));
            receiver.Receive(parsed);
        }
    }

    private static void Receive(AudioReceiver receiver, byte payloadType, ushort number, ReadOnlySpan<byte> payload)
    {
        var datagram = new byte[RtpPacket.HeaderLength + payload.Length];
        RtpPacket.Write(datagram, false, payloadType, number, 0, 1, payload);
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        receiver.Receive(packet);
    }

    private static AudioFormat Format(string codec)
    {
        var found = AudioCodec.All.Single(each => each.EncodingName == codec);
        return new AudioFormat(found, found.StaticPayloadType, 101, 20);
    }
}
