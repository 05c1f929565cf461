using System.Text;

namespace DialIn.Sip.Tests.Messages;

/// <summary>Damages messages: the same seed does the same damage.</summary>
internal sealed class Mutator(ulong seed, IReadOnlyList<byte[]> corpus)
{
    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\r\n\r\n", "\r\n ", "\t", ":", ";", ";;", ",", ",,", "=", "\"", "\\", "<", ">", "@", "%", "%00", "%f", "?", "&", "[", "]", "[::1]",
            "*", "\0", "-1", "0", "65536", "4294967296", "99999999999999999999", "sip:", "tel:+", "SIP/2.0", "Via: ", "l: ", "Content-Length: 5\r\n",
            "Contact: *\r\n", "Route: <sip:a;lr>,", ";tag=", ";branch=z9hG4bK", ";rport", ";received=", "Max-Forwards: 70\r\n", "\u00e9", "\ufeff", new string('a', 300),
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xC3], [0x80], [0xED, 0xA0, 0x80],
    ];

    private readonly SeededRandom _random = new(seed);

    /// <summary>The next damaged message.</summary>
    public byte[] Next()
    {
        var bytes = new List<byte>(Pick(corpus));
        for (var count = 1 + _random.Next(_random.Next(6)); count > 0; count--)
        {
            Damage(bytes);
        }

        return [.. bytes];
    }

    /// <summary>A number below the bound, for whoever uses the message.</summary>
    public int Roll(int bound) => _random.Next(bound);

    private void Damage(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(_random.Next(40), bytes.Count - at);
        switch (_random.Next(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 3 when _random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                var other = Pick(corpus);
                var from = _random.Next(other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + _random.Next(200))]);
                break;
            case 5 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            default:
                bytes.InsertRange(at, Pick(Fragments));
                break;
        }
    }

    private byte[] Pick(IReadOnlyList<byte[]> choices) => choices[_random.Next(choices.Count)];
}
