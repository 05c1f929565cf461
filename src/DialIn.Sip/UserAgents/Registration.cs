namespace DialIn.Sip.UserAgents;

/// <summary>A binding that is kept at a registrar until it is stopped. Any thread.</summary>
public sealed class Registration : IAsyncDisposable
{
    private readonly UserAgentCore _core;
    private readonly RegistrationRunner _runner;

    internal Registration(UserAgentCore core, RegistrationRunner runner)
    {
        _core = core;
        _runner = runner;
    }

    /// <summary>Where it stands now.</summary>
    public RegistrationStatus Status => _runner.Status;

    /// <summary>Registers at once instead of at the next refresh or retry, for instance with a new password.</summary>
    public void Refresh() => _core.Mailbox.Post(() => _runner.Drive(new RegistrationInput.RefreshNow()));

    /// <summary>Removes the binding at the registrar and waits for its answer, at most 64*T1.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _core.Mailbox.Post(() => _runner.Drive(new RegistrationInput.Stop()));
        await _runner.Finished.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends it on the spot, without a word to the registrar: nothing is sent any more, not even again. The binding runs out by itself.</summary>
    public void Abandon() => _core.Mailbox.Post(_runner.Abort);

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);
}
