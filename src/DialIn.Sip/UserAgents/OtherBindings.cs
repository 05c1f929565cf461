using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// Finds in a registrar's answers the bindings of our address of record that somebody else keeps alive: another node with the same
/// account, to which half of the calls then go. A binding of our own from before a restart or a move of the NAT runs out, and is none.
/// </summary>
internal sealed class OtherBindings
{
    // Registrars allow a handful for one address of record.
    private const int Most = 16;

    // Registrars count whole seconds, and answers take their time.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private Dictionary<string, (TimeSpan Left, DateTimeOffset At, bool IsKeptAlive)> _seen = [];

    /// <summary>Takes a 2xx to our REGISTER.</summary>
    /// <param name="response">The answer, which lists all bindings: RFC 3261 §10.2.4.</param>
    /// <param name="own">The Contact that we registered.</param>
    /// <param name="now">When it came.</param>
    /// <returns>The bindings that live longer than they did when they were seen before.</returns>
    public IReadOnlyList<SipUri> Take(SipResponse response, SipUri? own, DateTimeOffset now)
    {
        var ours = RegistrationAnswer.Own(response, own);
        var seen = new Dictionary<string, (TimeSpan Left, DateTimeOffset At, bool IsKeptAlive)>();
        var alive = new List<SipUri>();
        foreach (var contact in response.Contacts.Where(contact => contact != ours).Take(Most))
        {
            if (DeltaSeconds.Read(contact.Parameters["expires"]) is not { } left || left <= TimeSpan.Zero)
            {
                continue;
            }

            var key = contact.Uri.ToString();
            var isKeptAlive = _seen.TryGetValue(key, out var before) && (before.IsKeptAlive || left > before.Left - (now - before.At) + Slack);
            seen[key] = (left, now, isKeptAlive);
            if (isKeptAlive)
            {
                alive.Add(contact.Uri);
            }
        }

        _seen = seen;
        return alive;
    }
}
