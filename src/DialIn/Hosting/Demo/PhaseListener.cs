using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting.Demo;

/// <summary>Listens to the bridge's log for the phases of calls, and notes when each was entered.</summary>
internal sealed class PhaseListener(TimeProvider time) : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _entered = new(StringComparer.Ordinal);

    /// <summary>When a phase was entered last; null if it never was.</summary>
    public DateTimeOffset? Entered(string phase) => _entered.TryGetValue(phase, out var moment) ? moment : null;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Debug;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == DialInLog.PhaseEnteredId
            && state is IReadOnlyList<KeyValuePair<string, object?>> values
            && values.FirstOrDefault(value => value.Key == "Phase").Value is string phase)
        {
            _entered[phase] = time.GetUtcNow();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }
}
