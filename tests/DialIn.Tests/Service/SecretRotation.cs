using System.Text;
using DialIn.Secrets;
using DialIn.Simulator;
using DialIn.Sip.Transports;
using DialIn.Testing;
using DialIn.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Service;

/// <summary>A running service with a registered trunk, and an operator at the verbs.</summary>
internal sealed class SecretRotation(RunningService service) : IAsyncDisposable
{
    public const string Old = "old-password-of-the-trunk";
    public const string New = "new-password-of-the-trunk";
    public const string Wrong = "wrong-password-of-the-trunk";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public RunningService Service { get; } = service;

    public SimulatedCarrier Carrier => Service.Carrier;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="wrongPasswordStatus">What the carrier answers to a wrong password.</param>
    /// <param name="seconds">How long a binding lives: half of it later it is refreshed.</param>
    /// <param name="queryStatus">What the carrier answers to a REGISTER that only asks, if it takes none.</param>
    public static async Task<SecretRotation> StartAsync(int wrongPasswordStatus = 403, int seconds = 3600, int? queryStatus = null)
    {
        var options = new SimulatedCarrierOptions { WrongPasswordStatus = wrongPasswordStatus, LongestExpiry = TimeSpan.FromSeconds(seconds), QueryStatus = queryStatus };
        var service = await RunningService.StartAsync(Cancel, carrierOptions: options, prepare: static (service, section) =>
        {
            service.Folder.Write("trunk.password", Old + "\n", Private);
            KeyFileWriter.Create(service.Folder.File("dialin.key")).Dispose();
            service.Carrier.SetPasswords("123456", Old);
            section["Trunks"] = new[]
            {
                new { Name = "carrier", Mode = "Register", Registrar = $"sip:{service.Carrier.SipEndPoint}", Username = "123456", PasswordFile = "trunk.password" },
            };
        });
        await service.Carrier.WaitForRegistrationAsync("123456", Cancel);
        return new SecretRotation(service);
    }

    /// <summary>A service whose trunk nobody registers, with a carrier that asks for a password.</summary>
    public static async Task<SecretRotation> StartUnregisteredAsync(SipEndPoint target, string? realm = null)
    {
        var service = await RunningService.StartAsync(Cancel, prepare: (service, section) =>
        {
            service.Folder.Write("trunk.password", Old + "\n", Private);
            KeyFileWriter.Create(service.Folder.File("dialin.key")).Dispose();
            section["Trunks"] = new[]
            {
                new { Name = "carrier", AllowedSources = new[] { "127.0.0.0/8" }, Outgoing = new { Target = $"sip:{target.Address}", Username = "123456", PasswordFile = "trunk.password", Realm = realm } },
            };
        });
        return new SecretRotation(service) { Account = "outgoing" };
    }

    /// <summary>The account whose password is changed.</summary>
    public string Account { get; private init; } = "carrier";

    /// <summary>Runs a verb; a password is piped into it.</summary>
    public Task<CommandRun> RunAsync(string? password, params string[] arguments) =>
        CommandRun.WithInputAsync(Service.Configuration, isForPeople: false, password is null ? null : password + "\n", arguments);

    /// <summary>The state of the trunk's password as the service has it.</summary>
    public Credential State => Service.Application.Services.GetRequiredService<SecretVault>().Find(CredentialName.OfTrunk("carrier", Account))!.State;

    /// <summary>Waits until the service has come so far.</summary>
    public Task WaitForAsync(Func<Credential, bool> isSo) => Waiting.UntilAsync(() => isSo(State), Cancel);

    /// <summary>What the audit tells, without times.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync() =>
        [.. (await RunAsync(null, "audit", "list")).Lines.Select(static line => string.Join('|', line.Split('\t')[1..4]))];

    /// <summary>No password is in the log, the database or what the verbs printed.</summary>
    public async Task AssertNoLeakAsync(params CommandRun[] runs)
    {
        var files = Directory.GetFiles(Service.Folder.Path, "dialin.db*");
        Assert.NotEmpty(files);
        var bytes = string.Concat(files.Select(static file =>
        {
            // The service holds it open.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return reader.ReadToEnd();
        }));
        var log = string.Join('\n', Service.Log.GetSnapshot().Select(static record => $"{record.Message} {record.Exception}"));
        var printed = string.Concat(runs.Select(static run => run.Output + run.Error)) + string.Join('\n', await AuditAsync());
        foreach (var password in new[] { Old, New, Wrong })
        {
            Assert.DoesNotContain(password, bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(password))[..^4], bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(password, log, StringComparison.Ordinal);
            Assert.DoesNotContain(password, printed, StringComparison.Ordinal);
        }
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
