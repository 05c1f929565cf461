using System.Collections;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DialIn.Hosting.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting.Reload;

/// <summary>
/// Reads the configuration anew when its file changes, or on SIGHUP. What may change while calls are up holds at once; of what may
/// not, the log says so by name. A configuration with a fault changes nothing.
/// </summary>
/// <param name="configuration">What the program was started with.</param>
/// <param name="environment">The environment of that time; that of a process does not change.</param>
/// <param name="live">Takes what may change.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told.</param>
internal sealed class ConfigurationReload(LoadedConfiguration configuration, IDictionary environment, LiveOptions live, TimeProvider time, ILogger<ConfigurationReload> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private LoadedConfiguration _current = configuration;
    private string _taken = "";
    private string _seen = "";

    /// <summary>Reads it now. Throws nothing: whatever goes wrong here, calls go on.</summary>
    public void Reload()
    {
        lock (_lock)
        {
            try
            {
                _taken = _seen = Fingerprint();
                TakeWhatChanged();
            }
            catch (Exception fault)
            {
                DialInLog.ConfigurationFailed(logger, fault);
            }
        }
    }

    /// <summary>Looks whether the file has changed, and has stayed so since the last look: whoever writes it needs a moment.</summary>
    internal void Look()
    {
        lock (_lock)
        {
            var now = Fingerprint();
            var isSettled = now == _seen;
            _seen = now;
            if (isSettled && now != _taken && now.Length > 0)
            {
                Reload();
            }
        }
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _taken = _seen = Fingerprint();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_current.File is null)
        {
            return;
        }

        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Reload();
        });
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }

    private void TakeWhatChanged()
    {
        var after = ConfigurationLoader.Load(_current.File, environment);
        if (after.Faults.HasFaults)
        {
            DialInLog.ConfigurationNotTaken(logger, string.Join(' ', after.Faults.All.Where(static fault => !fault.IsWarning)));
            return;
        }

        var change = live.Take(_current, after);
        _current = after;
        if (change.Live.Count > 0)
        {
            DialInLog.ConfigurationTaken(logger, string.Join(", ", change.Live));
        }

        if (change.NeedRestart.Count > 0)
        {
            DialInLog.ConfigurationNeedsRestart(logger, string.Join(", ", change.NeedRestart));
        }

        if (change is { Live.Count: 0, NeedRestart.Count: 0 })
        {
            DialInLog.ConfigurationIsTheSame(logger);
        }
    }

    // What cannot be read is no new configuration.
    private string Fingerprint()
    {
        try
        {
            return _current.File is { } file ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))) : "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
