using System.Diagnostics.Metrics;
using DialIn.Sip.UserAgents;

namespace DialIn.Trunks;

/// <summary>The meter <c>DialIn.Trunks</c>: which accounts are registered, which are refused, and how old the last confirmation is.</summary>
internal sealed class TrunkMeters : IDisposable
{
    private readonly Meter _meter = new("DialIn.Trunks");

    /// <summary>Watches the accounts that <paramref name="statuses"/> gives, by whatever clock they were told by.</summary>
    public TrunkMeters(Func<IEnumerable<(TrunkAccount Account, RegistrationStatus Status)>> statuses, TimeProvider time)
    {
        _meter.CreateObservableGauge(
            "dialin.trunk.registered",
            () => Each(status => status.IsBound(time.GetUtcNow()) ? 1L : 0L),
            "{binding}",
            "1 while the registrar holds a binding of the account");
        _meter.CreateObservableGauge(
            "dialin.trunk.refused",
            () => Each(static status => status.State == RegistrationState.Refused ? 1L : 0L),
            "{refusal}",
            "1 while the registrar refuses the account's credentials");
        _meter.CreateObservableGauge(
            "dialin.trunk.registration.age",
            () => statuses().Where(static entry => entry.Status.ConfirmedAt is not null).Select(entry =>
                new Measurement<double>((time.GetUtcNow() - entry.Status.ConfirmedAt!.Value).TotalSeconds, Tags(entry.Account))),
            "s",
            "Time since the registrar last confirmed the binding");
        _meter.CreateObservableCounter("dialin.trunk.registrations", () => Each(static status => status.Attempts), "{attempt}", "REGISTER attempts that have ended");
        _meter.CreateObservableCounter("dialin.trunk.registrations.failed", () => Each(static status => status.FailedAttempts), "{attempt}", "REGISTER attempts that failed");

        IEnumerable<Measurement<long>> Each(Func<RegistrationStatus, long> value) =>
            statuses().Select(entry => new Measurement<long>(value(entry.Status), Tags(entry.Account)));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?>[] Tags(TrunkAccount account) => [new("trunk", account.Trunk), new("account", account.Name)];
}
