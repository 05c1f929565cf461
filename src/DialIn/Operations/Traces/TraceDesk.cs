using System.Security.Cryptography;
using DialIn.Calls;

namespace DialIn.Operations.Traces;

/// <summary>Knows which traces are armed. Thread-safe.</summary>
internal sealed class TraceDesk(TimeProvider time)
{
    /// <summary>Most traces at once: whoever needs more has another question.</summary>
    public const int Most = 20;

    private readonly Lock _lock = new();
    private volatile Trace[] _armed = [];

    /// <summary>Traces that have not ended.</summary>
    public IReadOnlyList<Trace> Armed
    {
        get
        {
            var now = time.GetUtcNow();
            return Array.TrueForAll(_armed, trace => trace.Until > now) ? _armed : [.. _armed.Where(trace => trace.Until > now)];
        }
    }

    /// <summary>Arms one; null if there are too many.</summary>
    public Trace? Arm(TraceTarget target, TimeSpan duration)
    {
        lock (_lock)
        {
            var armed = Armed;
            if (armed.Count >= Most)
            {
                return null;
            }

            var trace = new Trace(RandomNumberGenerator.GetHexString(8, lowercase: true), target, time.GetUtcNow() + duration);
            _armed = [.. armed, trace];
            return trace;
        }
    }

    /// <summary>Ends one early; false if there is none with this id.</summary>
    public bool Disarm(string id)
    {
        lock (_lock)
        {
            var armed = Armed;
            _armed = [.. armed.Where(trace => trace.Id != id)];
            return _armed.Length < armed.Count;
        }
    }

    /// <summary>Whether a trace has neither ended nor been ended.</summary>
    public bool IsOn(Trace trace) => trace.Until > time.GetUtcNow() && _armed.Contains(trace);

    /// <summary>The first trace that means a call, and takes it.</summary>
    public Trace? Find(string callId, CallerNumber caller, string calledNumber)
    {
        foreach (var trace in _armed.Length == 0 ? [] : Armed)
        {
            if (trace.Target.Means(callId, caller, calledNumber) && trace.Take(callId))
            {
                return trace;
            }
        }

        return null;
    }
}
