using System.Buffers;
using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Tests.Messages;

/// <summary>
/// Damaged torture messages, the same ones in every run. Whatever comes, nothing throws; and what is accepted is checked
/// with a slower oracle: written and read again it is the same message.
/// </summary>
public class FuzzTests
{
    private const int Iterations = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Datagram_Damaged_NeverThrows(int seed)
    {
        var mutator = new Mutator((ulong)seed, Corpus());
        var accepted = 0;
        for (var i = 0; i < Iterations / 2; i++)
        {
            var bytes = mutator.Next();
            try
            {
                accepted += Use(bytes) ? 1 : 0;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, iteration {i}: {exception}\n{Convert.ToBase64String(bytes)}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted} accepted");
        // Damage that is never accepted would show nothing about what happens after the validators.
        Assert.InRange(accepted, Iterations / 20, Iterations / 2);
    }

    [Fact]
    public void Stream_Damaged_NeverThrowsAndAlwaysAdvances()
    {
        var mutator = new Mutator(3, Corpus());
        for (var i = 0; i < Iterations / 10; i++)
        {
            var stream = (byte[])[.. mutator.Next(), .. mutator.Next()];
            var framer = new SipStreamFramer(SipLimits.Default);
            var taken = 0;
            for (var received = 0; received < stream.Length;)
            {
                received += Math.Min(1 + mutator.Roll(100), stream.Length - received);
                var pending = new ReadOnlySequence<byte>(stream, taken, received - taken);
                SipParseError error;
                while (framer.TryReadMessage(ref pending, out _, out var frame, out error))
                {
                    Assert.NotEqual(0, frame.Length);
                }

                if (!error.IsNone)
                {
                    break;
                }

                taken = received - (int)pending.Length;
            }
        }
    }

    private static List<byte[]> Corpus() =>
        [.. TortureMessage.All.Select(message => message.Bytes), Wire.Bytes(Wire.Options), Wire.Bytes(Wire.Invite), Wire.Bytes(Wire.Ok)];

    private static bool Use(byte[] bytes)
    {
        var parsed = SipParser.TryParse(bytes, SipLimits.Default, out var message, out var error);
        Assert.Equal(parsed, error.IsNone);
        Assert.InRange(error.Offset, 0, bytes.Length);
        if (message is null)
        {
            return false;
        }

        // Even what is refused is answered, and an answer is written.
        var valid = message switch
        {
            SipRequest request => SipRequestValidator.TryValidate(request, out _, out _) & SipWriter.ToBytes(SipResponse.For(request, 400)).Length > 0,
            SipResponse response => SipResponseValidator.IsValid(response),
            _ => throw new InvalidOperationException("Neither request nor response."),
        };
        var written = SipWriter.ToBytes(message);
        if (!valid)
        {
            return false;
        }

        Touch(message);
        if (parsed)
        {
            AssertSame(message, Wire.Parse(written));
        }

        return parsed;
    }

    private static void Touch(SipMessage message)
    {
        var source = new IPEndPoint(IPAddress.Loopback, 1);
        Assert.NotEmpty(message.TopVia.WithSource(source).ToString());
        Assert.All(message.Vias, via => Assert.True(Via.TryParse(via.ToString(), out var again) && again == via));
        Assert.NotEmpty(message.CallId);
        Assert.NotNull(message.CSeq.Method.Name);
        Assert.InRange(message.MaxForwards ?? 0, 0, 255);
        Assert.InRange(message.Expires ?? 0, 0, int.MaxValue);
        foreach (var address in (NameAddress[])[message.From, message.To, .. message.Contacts, .. message.Routes, .. message.RecordRoutes])
        {
            Assert.True(NameAddress.TryParse(address.ToString(), out var again));
            Assert.True(address.Uri.IsEquivalentTo(again.Uri));
            Assert.Equal(address.Uri.User, again.Uri.User);
            Assert.Equal(address.Tag, again.Tag);
        }

        Assert.All(message.Headers, header => Assert.False(header.Value.AsSpan().ContainsAny('\r', '\n')));
    }

    private static void AssertSame(SipMessage message, SipMessage again)
    {
        Assert.Equal(message.ToString(), again.ToString());
        Assert.Equal(message.Headers.Without("Content-Length"), again.Headers.Without("Content-Length"));
        Assert.True(message.Body.Span.SequenceEqual(again.Body.Span));
    }
}
