using DialIn.Media.Sdp;
using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Sdp;

public class SdpRoundTripTests
{
    private static readonly string[] Words =
        ["audio", "video", "RTP/AVP", "IN", "IP4", "IP6", "0", "8", "101", "65535", "192.0.2.1", "2001:db8::1", "host.example", "rtpmap:8", "PCMA/8000", "sendonly", "-", "ä"];

    public static TheoryData<string> Names() => [.. OfferFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void ToBytes_ParsedOffer_ParsesToTheSame(string name)
    {
        var first = OfferFiles.Parsed(name);
        var second = Description.Parse(first.ToBytes());

        AssertSame(first, second);
        Assert.Equal(first.ToBytes(), second.ToBytes());
    }

    [Fact]
    public void ToBytes_OfferWithoutLinesThatWeDrop_IsTheOfferItself() =>
        Assert.Equal(OfferFiles.Bytes("asterisk"), OfferFiles.Parsed("asterisk").ToBytes());

    /// <summary>Whatever the parser takes, it takes again from what the writer makes of it.</summary>
    [Fact]
    public void TryParse_SeededLines_AcceptedOnesSurviveTheRoundTrip()
    {
        var random = new SeededRandom(2026);
        var accepted = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var lines = Enumerable.Range(0, random.Next(6)).Select(_ => Line(random));
            if (SessionDescription.TryParse(Description.Bytes(string.Join('|', lines.Prepend("v=0"))), out var description, out _))
            {
                accepted++;
                AssertSame(description, Description.Parse(description.ToBytes()));
            }
        }

        Assert.InRange(accepted, 2000, 20_000);
    }

    /// <summary>Damaged offers: no exception, a place within the input, and an answer only to what can be answered.</summary>
    [Fact]
    public void TryParse_DamagedOffers_AreReadOrRefusedAndNothingElse()
    {
        var random = new SeededRandom(4475);
        var files = OfferFiles.Names.Select(OfferFiles.Bytes).ToList();
        var (parsed, answered) = (0, 0);
        for (var round = 0; round < 30_000; round++)
        {
            var bytes = Damage(files[random.Next(files.Count)], random);
            if (!SessionDescription.TryParse(bytes, out var offer, out var error))
            {
                Assert.InRange(error.Offset, 0, bytes.Length);
                continue;
            }

            parsed++;
            if (OfferAnswer.TryAnswer(offer, Description.Local, out var answer, out var negotiated, out _))
            {
                answered++;
                Assert.Equal(offer.Media.Count, Description.Parse(answer.ToBytes()).Media.Count);
                Assert.NotEqual(0, negotiated.RemoteRtp.Port);
                Assert.InRange(negotiated.Format.PayloadType, 0, 127);
            }
        }

        Assert.InRange(parsed, 5000, 30_000);
        Assert.InRange(answered, 2000, parsed);
    }

    [Fact]
    public void TryParse_RandomBytes_NeverThrows()
    {
        var random = new SeededRandom(99);
        for (var round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. "v=0\n"u8, .. Enumerable.Range(0, random.Next(80)).Select(_ => random.NextByte())];
            var parsed = SessionDescription.TryParse(bytes, out _, out var error);
            Assert.Equal(parsed, error == default);
            Assert.InRange(error.Offset, 0, bytes.Length);
        }
    }

    private static string Line(SeededRandom random) =>
        $"{"vosctam"[random.Next(7)]}={string.Join(' ', Enumerable.Range(0, random.Next(7)).Select(_ => Words[random.Next(Words.Length)]))}";

    private static byte[] Damage(byte[] original, SeededRandom random)
    {
        var bytes = original.ToList();
        for (var i = random.Next(4); i >= 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = random.NextByte();
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)"0 :/=\n\0"[random.Next(7)]);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(60), bytes.Count - at)));
                    break;
                default:
                    bytes[at] = (byte)('0' + random.Next(10));
                    break;
            }
        }

        return [.. bytes];
    }

    private static void AssertSame(SessionDescription expected, SessionDescription actual)
    {
        Assert.Equal(expected.Origin, actual.Origin);
        Assert.Equal(expected.SessionName, actual.SessionName);
        Assert.Equal(expected.Connection, actual.Connection);
        Assert.Equal(expected.Timing, actual.Timing);
        Assert.Equal(expected.Attributes, actual.Attributes);
        Assert.Equal(expected.Media.Count, actual.Media.Count);
        foreach (var (one, other) in expected.Media.Zip(actual.Media))
        {
            Assert.Equal((one.Kind, one.Port, one.Protocol, one.Connection), (other.Kind, other.Port, other.Protocol, other.Connection));
            Assert.Equal(one.Formats, other.Formats);
            Assert.Equal(one.Attributes, other.Attributes);
        }
    }
}
