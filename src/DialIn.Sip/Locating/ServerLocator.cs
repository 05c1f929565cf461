using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.Locating;

/// <summary>
/// Finds where a URI points and remembers which targets have failed. Requests that wait for the same name go on in the order
/// in which they asked, so that a BYE never overtakes an ACK. Loop only.
/// </summary>
internal sealed class ServerLocator(Mailbox mailbox, TransportLayer transports, IDnsQueries dns, ILogger logger)
{
    private readonly ServerFinder _finder = new(dns);
    private readonly TargetFailures _failures = new();
    private readonly Dictionary<string, List<Action<IReadOnlyList<SipEndPoint>>>> _waiting = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The targets of a request, the preferred one first; empty if the URI leads nowhere.</summary>
    public void Locate(SipUri uri, Action<IReadOnlyList<SipEndPoint>> found)
    {
        var key = $"{uri.Scheme}:{HostPort.Format(uri.Host, uri.Port)};{uri.Transport};{uri.Parameters["maddr"]}";
        if (_waiting.TryGetValue(key, out var others))
        {
            others.Add(found);
            return;
        }

        _waiting[key] = [found];
        IReadOnlyList<SipEndPoint> targets = [];
        mailbox.Await(SearchAsync(), exception =>
        {
            if (targets.Count == 0)
            {
                SipLog.ResolveFailed(logger, uri.Host, exception);
            }

            if (_waiting.Remove(key, out var waiting))
            {
                waiting.ForEach(next => next(_failures.Arrange(targets, mailbox.Now)));
            }
        });

        async ValueTask SearchAsync() => targets = await _finder.LocateAsync(uri, new SpokenProtocols(transports.Spoken), mailbox.Stopping).ConfigureAwait(false);
    }

    /// <summary>RFC 3263 §4.3: the target failed; others of its set go first for a while.</summary>
    /// <param name="target">The target.</param>
    /// <param name="silence">The Retry-After of its 503, if it gave one.</param>
    public void Failed(SipEndPoint target, TimeSpan? silence = null) => _failures.Failed(target, mailbox.Now, silence);

    /// <summary>The target answered.</summary>
    public void Answered(SipEndPoint target) => _failures.Answered(target);
}
