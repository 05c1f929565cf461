using System.Buffers;
using System.Net;
using DialIn.Sip.Authentication;
using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.Messages;

/// <summary>
/// Damaged torture messages, the same ones in every run. Whatever comes, nothing throws; and what is accepted is checked
/// with a slower oracle: written and read again it is the same message. What once broke
/// something, in other stacks so far, lies in the folder Broken: what the fuzzer finds here is added to it.
/// </summary>
public class FuzzTests
{
    private const int Iterations = 20_000;

    // DIALIN_FUZZ_ROUNDS=500 looks longer, with other damage in each round.
    private static readonly ulong Rounds = ulong.TryParse(Environment.GetEnvironmentVariable("DIALIN_FUZZ_ROUNDS"), out var rounds) && rounds > 0 ? rounds : 1;

    public static TheoryData<ulong> Seeds() => [.. Enumerable.Range(0, (int)Rounds).SelectMany(round => new[] { (ulong)((round * 1000) + 1), (ulong)((round * 1000) + 2) })];

    public static TheoryData<string> Broken() => [.. Names()];

    [Theory]
    [MemberData(nameof(Broken))]
    public void Message_ThatOnceBrokeSomething_DoesNoHarm(string name) => Use(Read(name));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Datagram_Damaged_NeverThrows(ulong seed)
    {
        var mutator = new Mutator(seed, Corpus());
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
        [.. TortureMessage.All.Select(message => message.Bytes), Wire.Bytes(Wire.Options), Wire.Bytes(Wire.Invite), Wire.Bytes(Wire.Ok), .. Names().Select(Read)];

    private static IEnumerable<string> Names() => typeof(FuzzTests).Assembly.GetManifestResourceNames().Where(static name => name.StartsWith("Broken.", StringComparison.Ordinal));

    private static byte[] Read(string name)
    {
        using var stream = typeof(FuzzTests).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

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
        TouchWhatIsReadLater(message);
    }

    // What a user agent looks at once a message has come so far: none of it may throw either.
    private static void TouchWhatIsReadLater(SipMessage message)
    {
        _ = SessionExpires.Of(message);
        _ = SessionExpires.MinimumOf(message);
        _ = DialogSession.ReasonOf(message);
        foreach (var header in message.Headers)
        {
            _ = DigestChallenge.TryParse(header.Value, out _) | DigestAuthorization.TryParse(header.Value, out _) | RAck.TryParse(header.Value, out _) | RAck.TryParseRSeq(header.Value, out _);
            Assert.NotNull(message.Headers.GetAll(header.Name));
        }

        if (message is SipRequest request)
        {
            Assert.True(MultipartBody.Open(request).Body.Length <= request.Body.Length);
            _ = Capabilities.Refuse(request);
            _ = SessionTimerNegotiation.Refuse(request, new SessionTimerOptions());
            Assert.NotNull(Dialog.AsServer(request, "tag", request.To).Id.CallId);
            _ = ServerTransactionKey.For(request);
        }
        else if (message is SipResponse response)
        {
            Assert.True(MultipartBody.Open(response).Body.Length <= response.Body.Length);
            Assert.NotNull(RegistrarFacts.In(response));
            Assert.NotNull(SecurityAgreement.Mediasec.On(response));
            _ = ObservedAddress.In(response);
            _ = RegistrationAnswer.Read(response.StatusCode, response, message.From.Uri, 0.5);
        }
    }

    private static void AssertSame(SipMessage message, SipMessage again)
    {
        Assert.Equal(message.ToString(), again.ToString());
        Assert.Equal(message.Headers.Without("Content-Length"), again.Headers.Without("Content-Length"));
        Assert.True(message.Body.Span.SequenceEqual(again.Body.Span));
    }
}
