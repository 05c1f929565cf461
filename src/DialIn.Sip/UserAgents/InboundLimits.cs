using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>How much the stack takes from the network, in all and from one source, and from whom not even that. Thread-safe.</summary>
/// <param name="options">The figures.</param>
/// <param name="time">The clock of the buckets.</param>
internal sealed class InboundLimits(SipStackOptions options, TimeProvider time)
{
    // What a peer with a broken program may be told about it; the rest of its messages is only counted.
    private static readonly TokenRate MalformedAnswers = new(PerSecond: 10, Burst: 50);

    private readonly long _start = time.GetTimestamp();
    private readonly SourceBuckets _messages = new(new TokenRate(options.MaxMessagesPerSecondPerSource, 2 * options.MaxMessagesPerSecondPerSource));
    private readonly SourceBuckets _malformed = new(MalformedAnswers);

    /// <summary>Messages that may wait for the loop.</summary>
    public int MaxWaitingMessages => options.MaxWaitingMessages;

    private long Now => time.GetElapsedTime(_start).Ticks;

    /// <summary>Whether one more message of this source is read. Allocates nothing.</summary>
    public bool TakesMessage(SourceAddress source) => _messages.TryTake(source, Now);

    /// <summary>Whether this source is told once more that it sends nonsense.</summary>
    public bool AnswersMalformed(SourceAddress source) => _malformed.TryTake(source, Now);

    /// <summary>Whether the request comes from a program that is ignored.</summary>
    public bool IsIgnored(SipRequest request)
    {
        if (options.IgnoredUserAgents.Count == 0 || request.Headers[HeaderNames.UserAgent] is not { } agent)
        {
            return false;
        }

        foreach (var word in options.IgnoredUserAgents)
        {
            if (agent.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
