using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>The way from a session to the application: events in order, one end, nothing after it. Loop only.</summary>
internal sealed class SessionSink(Mailbox mailbox, HashSet<SessionSink> open, Action<SessionEvent> events)
{
    /// <summary>Has the end been delivered?</summary>
    public bool IsEnded { get; private set; }

    /// <summary>From now on the session must end; if nothing else ends it, the end of the stack does.</summary>
    public void Open() => open.Add(this);

    /// <summary>Delivers an event, unless the session has ended.</summary>
    public void Emit(SessionEvent happened)
    {
        if (!IsEnded)
        {
            mailbox.Deliver(() => events(happened));
        }
    }

    /// <summary>Delivers the end, once.</summary>
    public void End(SessionEnd end)
    {
        Emit(new SessionEnded(end));
        Close();
    }

    /// <summary>Nothing more will be delivered, not even an end: someone else took the session over.</summary>
    public void Close()
    {
        IsEnded = true;
        open.Remove(this);
    }
}
