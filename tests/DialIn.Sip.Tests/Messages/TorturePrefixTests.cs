using System.Buffers;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

/// <summary>The torture messages cut short at every byte, and arriving a byte at a time.</summary>
public class TorturePrefixTests
{
    public static TheoryData<string> Names { get; } = [.. TortureMessage.All.Select(message => message.Name)];

    [Theory]
    [Rfc(3261, "18.3")]
    [MemberData(nameof(Names))]
    public void Datagram_CutAnywhere_IsNoOtherMessage(string name)
    {
        var bytes = TortureMessage.Load(name);
        var whole = SipParser.TryParse(bytes, SipLimits.Default, out var message, out _) ? message.ToString() : null;
        var accepted = false;
        for (var length = 0; length < bytes.Length; length++)
        {
            var parsed = SipParser.TryParse(bytes.AsSpan(0, length), SipLimits.Default, out var part, out var error);

            Assert.Equal(parsed, error.IsNone);
            Assert.InRange(error.Offset, 0, length);
            Assert.False(parsed && part!.ToString() != whole, $"{length} bytes are {part}");
            Assert.False(accepted && !parsed, $"{length} bytes are fewer than enough, and {length - 1} were enough");
            accepted = parsed;
        }
    }

    [Theory]
    [Rfc(3261, "18.3")]
    [MemberData(nameof(Names))]
    public void Stream_ArrivingByteByByte_IsReadAsIfItCameAtOnce(string name)
    {
        var bytes = TortureMessage.Load(name);

        Assert.Equal(Read(bytes, step: bytes.Length), Read(bytes, step: 1));
    }

    // What the framer finds, up to its first error; the offsets of errors are the same too.
    private static List<string> Read(byte[] bytes, int step)
    {
        var framer = new SipStreamFramer(SipLimits.Default);
        var found = new List<string>();
        var taken = 0;
        for (var received = step; received <= bytes.Length; received += step)
        {
            var pending = new ReadOnlySequence<byte>(bytes, taken, received - taken);
            SipParseError error;
            while (framer.TryReadMessage(ref pending, out var kind, out var frame, out error))
            {
                found.Add($"{kind} {Convert.ToHexString(frame.ToArray())}");
            }

            if (!error.IsNone)
            {
                found.Add($"{error.Kind} {error.StatusCode}");
                return found;
            }

            taken = received - (int)pending.Length;
        }

        found.Add($"{bytes.Length - taken} left");
        return found;
    }
}
