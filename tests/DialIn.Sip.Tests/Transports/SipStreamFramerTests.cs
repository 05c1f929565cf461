using System.Buffers;
using System.Text;
using DialIn.Sip.Messages;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transports;

public class SipStreamFramerTests
{
    private static readonly byte[] Invite = Wire.Bytes(Wire.Invite);
    private static readonly byte[] Options = Wire.Bytes(Wire.Options);

    [Fact]
    [Rfc(3261, "18.3")]
    public void Stream_OfSeveralMessages_IsCutByContentLength()
    {
        var (found, rest, error) = Read(new SipStreamFramer(SipLimits.Default), new([.. Invite, .. Options, .. Invite[..20]]));

        Assert.Equal([(FramedKind.Message, Text(Invite)), (FramedKind.Message, Text(Options))], found);
        Assert.Equal(20, rest.Length);
        Assert.True(error.IsNone);
    }

    [Fact]
    public void Stream_OfOneByteSegments_GivesTheSame()
    {
        var (found, rest, _) = Read(new SipStreamFramer(SipLimits.Default), Segmented([.. Options, .. Invite]));

        Assert.Equal([(FramedKind.Message, Text(Options)), (FramedKind.Message, Text(Invite))], found);
        Assert.True(rest.IsEmpty);
    }

    [Fact]
    public void Stream_ArrivingByteByByte_GivesEachMessageWithItsLastByte()
    {
        byte[] stream = [.. "\r\n\r\n"u8, .. Options, .. "\r\n"u8, .. Invite];
        var framer = new SipStreamFramer(SipLimits.Default);
        var found = new List<(FramedKind, int)>();
        var taken = 0;
        for (var received = 1; received <= stream.Length; received++)
        {
            var pending = new ReadOnlySequence<byte>(stream, taken, received - taken);
            while (framer.TryReadMessage(ref pending, out var kind, out _, out var error))
            {
                found.Add((kind, received));
                Assert.True(error.IsNone);
            }

            taken = received - (int)pending.Length;
        }

        var afterOptions = 4 + Options.Length;
        Assert.Equal(
            [(FramedKind.Ping, 4), (FramedKind.Message, afterOptions), (FramedKind.Pong, afterOptions + 3), (FramedKind.Message, stream.Length)],
            found);
    }

    [Fact]
    public void Prefix_OfAMessage_WaitsForMore()
    {
        for (var length = 0; length < Invite.Length; length++)
        {
            var (found, rest, error) = Read(new SipStreamFramer(SipLimits.Default), new(Invite[..length]));

            Assert.Empty(found);
            Assert.Equal(length, rest.Length);
            Assert.True(error.IsNone);
        }
    }

    [Theory]
    [Rfc(5626, "3.5.1")]
    [InlineData("\r\n\r\n", "Ping", 0)]
    [InlineData("\r\n\r\n\r\n\r\n", "Ping,Ping", 0)]
    [InlineData("\r\n", "", 2)]
    [InlineData("\r\n\r", "", 3)]
    [InlineData("\r", "", 1)]
    [InlineData("\r\nX", "Pong", 1)]
    [InlineData("\n\nX", "Pong,Pong", 1)]
    public void LineEnds_AreKeepAlives(string text, string kinds, int left)
    {
        var (found, rest, error) = Read(new SipStreamFramer(SipLimits.Default), new(Encoding.ASCII.GetBytes(text)));

        Assert.Equal(kinds, string.Join(',', found.Select(item => item.Kind)));
        Assert.Equal(left, rest.Length);
        Assert.True(error.IsNone);
    }

    [Theory]
    [InlineData("\rX", SipParseErrorKind.BadStartLine, 0, null)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nTo: x\r\n\r\n", SipParseErrorKind.BadContentLength, 32, 400)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nl: -1\r\n\r\n", SipParseErrorKind.BadContentLength, 23, 400)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nl: 1\r\nContent-Length:\r\n 2\r\n\r\n", SipParseErrorKind.BadContentLength, 29, 400)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nl: 65537\r\n\r\n", SipParseErrorKind.TooLarge, 35, 513)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nl: 99999999999999999999\r\n\r\n", SipParseErrorKind.TooLarge, 50, 513)]
    [Rfc(3261, "20.14")]
    public void Stream_WithoutAUsableLength_IsAnErrorWithItsHeaders(string text, SipParseErrorKind kind, int offset, int? status)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var buffer = new ReadOnlySequence<byte>(bytes);

        Assert.False(new SipStreamFramer(SipLimits.Default).TryReadMessage(ref buffer, out _, out var frame, out var error));

        Assert.Equal(new SipParseError(kind, offset, status), error);
        Assert.Equal(status is null ? 0 : bytes.Length, frame.Length);
        Assert.Equal(bytes.Length, buffer.Length);
    }

    [Fact]
    public void Headers_Folded_HideNoContentLength()
    {
        var text = "OPTIONS sip:a SIP/2.0\r\nSubject: x\r\n Content-Length: 9\r\nContent-Length:\r\n  2\r\n\r\nabXY";

        var (found, rest, _) = Read(new SipStreamFramer(SipLimits.Default), new(Encoding.ASCII.GetBytes(text)));

        Assert.EndsWith("\r\n\r\nab", Assert.Single(found).Text, StringComparison.Ordinal);
        Assert.Equal(2, rest.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Headers_WithoutEnd_AreCutOffAtTheLimit(bool withLines)
    {
        var limits = new SipLimits { MaxHeaderBytes = 1000 };
        var text = withLines ? string.Concat(Enumerable.Repeat("X: y\r\n", 500)) : new string('x', 3000);

        var (found, _, error) = Read(new SipStreamFramer(limits), new(Encoding.ASCII.GetBytes(text)));

        Assert.Empty(found);
        Assert.Equal(new SipParseError(SipParseErrorKind.TooLarge, 1000), error);
    }

    private static (List<(FramedKind Kind, string Text)> Found, ReadOnlySequence<byte> Left, SipParseError Error) Read(
        SipStreamFramer framer, ReadOnlySequence<byte> buffer)
    {
        var found = new List<(FramedKind, string)>();
        SipParseError error;
        while (framer.TryReadMessage(ref buffer, out var kind, out var frame, out error))
        {
            found.Add((kind, Text(frame.ToArray())));
        }

        return (found, buffer, error);
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static ReadOnlySequence<byte> Segmented(byte[] bytes)
    {
        var first = new Segment(bytes.AsMemory(0, 1), 0);
        var last = first;
        for (var i = 1; i < bytes.Length; i++)
        {
            last = last.Append(bytes.AsMemory(i, 1));
        }

        return new ReadOnlySequence<byte>(first, 0, last, 1);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
