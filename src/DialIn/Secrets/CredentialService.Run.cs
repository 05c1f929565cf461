using DialIn.Pins;

namespace DialIn.Secrets;

/// <content>The loop.</content>
internal sealed partial class CredentialService
{
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await LookAsync(cancellationToken);
                await WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AnnounceAsync(cancellationToken);
            await TakeEvidenceAsync(cancellationToken);
            var revisions = await _store.RevisionsAsync(cancellationToken);
            foreach (var turn in _turns)
            {
                if (revisions.TryGetValue(turn.Name, out var revision) && revision != turn.Revision)
                {
                    await ReloadAsync(turn, revisions, cancellationToken);
                }

                await AdvanceAsync(turn, cancellationToken);
            }

            _isStoreLost = false;
        }
        catch (StoreUnavailableException fault)
        {
            if (!_isStoreLost)
            {
                // Once: the secrets in memory go on working.
                DialInLog.CredentialsNotRead(_logger, fault);
            }

            _isStoreLost = true;
        }
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        if (_announcedAt is { } at && _time.GetElapsedTime(at) < AnnounceEvery)
        {
            return;
        }

        await _presence.ComeAsync(_id, _time.GetMoment(), cancellationToken);
        _announcedAt = _time.GetTimestamp();
    }

    private async Task TakeEvidenceAsync(CancellationToken cancellationToken)
    {
        while (_vault.Evidences.TryRead(out var evidence))
        {
            if (_turns.FirstOrDefault(turn => turn.Name == evidence.Name) is { } turn)
            {
                await StepAsync(turn, new RotationInput.Answered(evidence.At, evidence.Version, evidence.Proof), cancellationToken);
            }
        }
    }

    private async Task ReloadAsync(Turn turn, IReadOnlyDictionary<CredentialName, long> revisions, CancellationToken cancellationToken)
    {
        var before = _vault.Find(turn.Name);
        try
        {
            await LoadAsync(turn, revisions, cancellationToken);
        }
        catch (SecretsException fault)
        {
            // Said once for each change; what is in memory goes on working.
            turn.Revision = revisions[turn.Name];
            DialInLog.CredentialUnreadable(_logger, turn.Name.Text, fault.Message);
            return;
        }

        // An operator's step in another process: a secret that was imposed or forgotten is for use at once.
        var after = _vault.Find(turn.Name);
        if (before?.State.Active?.Version != after?.State.Active?.Version)
        {
            turn.User.UseNow();
        }
    }

    private async Task LoadAsync(Turn turn, IReadOnlyDictionary<CredentialName, long> revisions, CancellationToken cancellationToken)
    {
        _vault.Set(await _desk.OpenAsync(turn.Name, turn.IsConfigured, cancellationToken));
        turn.Revision = revisions.TryGetValue(turn.Name, out var revision) ? revision : null;
        turn.User.OnChanged();
    }

    private async Task AdvanceAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Attempt is { IsCompleted: true } attempt)
        {
            turn.Attempt = null;
            if (await attempt is { } answered)
            {
                await StepAsync(turn, answered, cancellationToken);
            }
        }

        if (turn.Attempt is not null || _vault.Find(turn.Name)?.State is not { } state)
        {
            return;
        }

        var now = _time.GetMoment();
        if (_machine.RetiresAt(state) <= now)
        {
            await StepAsync(turn, new RotationInput.Elapsed(now), cancellationToken);
        }
        else if (RotationMachine.Due(state) is { } due && due.At <= now && turn.User.MayProve)
        {
            turn.Attempt = ProveAsync(turn, due.Slot.Version, cancellationToken);
        }
    }

    // The answer is for the loop: it alone takes steps of this credential here.
    private async Task<RotationInput?> ProveAsync(Turn turn, int version, CancellationToken cancellationToken)
    {
        try
        {
            var held = _vault.Find(turn.Name)!;
            using var secret = version == SecretSlot.Configured
                ? turn.User.Configured()
                : held.Contents.GetValueOrDefault(version) is { } stored ? Secret.Of(stored.Utf8) : null;
            await _desk.StepAsync(turn.Name, turn.IsConfigured, new RotationInput.Begun(_time.GetMoment(), version), Who, cancellationToken);
            var proof = secret is null
                ? new Proof(ProofOutcome.Refused, "it is not in the configuration any more")
                : await turn.User.ProveAsync(secret, cancellationToken);
            return new RotationInput.Answered(_time.GetMoment(), version, proof);
        }
        catch (StoreUnavailableException)
        {
            // It is still due; the loop says that the database is away.
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Still due after the restart.
            return null;
        }
    }

    private async Task StepAsync(Turn turn, RotationInput input, CancellationToken cancellationToken)
    {
        var step = await _desk.StepAsync(turn.Name, turn.IsConfigured, input, Who, cancellationToken);
        foreach (var note in step.Effects.OfType<RotationEffect.Note>())
        {
            DialInLog.CredentialStep(_logger, turn.Name.Text, note.Outcome);
        }

        var revisions = await _store.RevisionsAsync(cancellationToken);
        try
        {
            await LoadAsync(turn, revisions, cancellationToken);
        }
        catch (SecretsException fault)
        {
            DialInLog.CredentialUnreadable(_logger, turn.Name.Text, fault.Message);
        }

        if (step.Effects.Any(static effect => effect is RotationEffect.UseNow))
        {
            turn.User.UseNow();
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny([
            Task.Delay(LookEvery, _time, done.Token),
            _vault.Evidences.WaitToReadAsync(done.Token).AsTask(),
            .. _turns.Select(static turn => turn.Attempt).OfType<Task>(),
        ]);
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
