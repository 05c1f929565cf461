using DialIn.Simulator.Carriers;
using DialIn.Testing;

namespace DialIn.Tests.Service;

/// <summary>The whole service, a carrier, and <c>dialin trunk</c> beside it.</summary>
public class TrunkRotationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Rotate_WhileBothPasswordsWork_TouchesNeitherTheBindingNorACall(int wrongPasswordStatus)
    {
        await using var rotation = await SecretRotation.StartAsync(wrongPasswordStatus);
        var pin = await rotation.Service.ReserveAsync("room", Cancel);
        rotation.Service.Server.CreateMeeting(new Simulator.Meetings.MeetingRequest("room", "Room"));
        await using var call = await rotation.Service.CallWithPinAsync(pin, Cancel);
        var binding = Assert.Single(rotation.Carrier.Bindings);
        rotation.Carrier.SetPasswords("123456", SecretRotation.Old, SecretRotation.New);

        var run = await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("Done: secret 1 of trunk/carrier is proved and in use.", run.Lines[^1]);
        Assert.Equal(binding, Assert.Single(rotation.Carrier.Bindings));
        Assert.False(call.Ended.IsCompleted);
        Assert.Equal((1, 0), (rotation.State.Active?.Version, rotation.State.Fallback?.Version));
        Assert.Equal(
            [
                "Offered|trunk/carrier|secret 1 waits for its proof; the configured secret stays active",
                "Proving|trunk/carrier|secret 1 is shown to the peer, beside the use of the active one",
                "Proved|trunk/carrier|secret 1 was accepted: the registrar answered a REGISTER that only asks with 200 OK",
                "Activated|trunk/carrier|secret 1 is active; the configured secret stays as fallback for 1 d",
            ],
            (await rotation.AuditAsync()).Where(static line => !line.Contains("|the configured secret is active and works", StringComparison.Ordinal)));
        await rotation.AssertNoLeakAsync(run);
    }

    [Fact]
    public async Task Rotate_ThenTheCarrierForgetsTheOldOne_RegistrationHoldsOn()
    {
        await using var rotation = await SecretRotation.StartAsync(seconds: 4);
        rotation.Carrier.SetPasswords("123456", SecretRotation.Old, SecretRotation.New);
        var run = await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);

        rotation.Carrier.SetPasswords("123456", SecretRotation.New);
        var before = 0L;
        // A binding lives four seconds, for which a busy machine may stand still: then there is none until the next refresh.
        await Waiting.UntilAsync(
            () =>
            {
                var held = rotation.Carrier.Bindings;
                before = held.Count == 0 ? 0 : held[0].CSeq;
                return before > 0;
            },
            Cancel);
        // Three refreshes.
        await rotation.Carrier.WaitForRegistersAsync(rotation.Carrier.RegistersSeen + 6, Cancel).WaitAsync(Limits.Generous, Cancel);

        await Waiting.UntilAsync(() => rotation.Carrier.Bindings is [var binding] && binding.CSeq > before, Cancel);
        Assert.Equal(1, rotation.State.Active?.Version);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Rotate_CarrierThatSwitchedAlready_IsRegisteredAgainWithinTheCommand(int wrongPasswordStatus)
    {
        await using var rotation = await SecretRotation.StartAsync(wrongPasswordStatus, seconds: 4);
        rotation.Carrier.SetPasswords("123456", SecretRotation.New);
        await rotation.WaitForAsync(static state => state.Active is { IsRefused: true });

        var run = await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("the configured secret was refused, is dead", run.Output, StringComparison.Ordinal);
        await rotation.Carrier.WaitForRegistrationAsync("123456", Cancel).WaitAsync(Limits.Generous, Cancel);
    }

    [Fact]
    public async Task Rotate_BeforeTheCarrierSwitches_IsRefusedFirst_AndTakesOverWhenTheOldOneIsRefused()
    {
        await using var rotation = await SecretRotation.StartAsync(seconds: 4);
        var run = await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("REFUSED: secret 1 of trunk/carrier is not in use; the configured secret stays.", run.Output, StringComparison.Ordinal);

        rotation.Carrier.SetPasswords("123456", SecretRotation.New);
        await rotation.WaitForAsync(static state => state.Active is { Version: 1, ProvedAt: not null });

        await rotation.Carrier.WaitForRegistrationAsync("123456", Cancel).WaitAsync(Limits.Generous, Cancel);
        await rotation.AssertNoLeakAsync(run);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Rotate_WrongPassword_IsRefusedAndNothingHappens(int wrongPasswordStatus)
    {
        await using var rotation = await SecretRotation.StartAsync(wrongPasswordStatus);
        var binding = Assert.Single(rotation.Carrier.Bindings);

        var run = await rotation.RunAsync(SecretRotation.Wrong, "trunk", "rotate", "carrier");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"with {wrongPasswordStatus} ", run.Output, StringComparison.Ordinal);
        Assert.Equal(binding, Assert.Single(rotation.Carrier.Bindings));
        Assert.Equal(0, rotation.State.Active?.Version);
        await rotation.AssertNoLeakAsync(run);
    }

    [Fact]
    public async Task Rotate_RegistrarDown_WaitsThroughARestart_AndGoesOnByItself()
    {
        await using var rotation = await SecretRotation.StartAsync();
        rotation.Carrier.SetPasswords("123456", SecretRotation.Old, SecretRotation.New);
        rotation.Carrier.Outage = new RegistrarOutage(503);

        var run = await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier", "--wait", "10s");
        Assert.True(run.ExitCode == 2, run.Output + run.Error);
        Assert.Contains("is not proved yet: the registrar did not answer a REGISTER that only asks: 503", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (rotation.State.Active?.Version, rotation.State.Pending?.Version));

        await rotation.Service.RestartAsync(() => Task.CompletedTask, Cancel);
        rotation.Carrier.Outage = null;

        await rotation.WaitForAsync(static state => state.Active is { Version: 1, ProvedAt: not null });
    }

    [Fact]
    public async Task Rotate_WithoutAService_IsStoredAndProvedAtTheStart()
    {
        await using var rotation = await SecretRotation.StartAsync();
        rotation.Carrier.SetPasswords("123456", SecretRotation.Old, SecretRotation.New);
        await rotation.Service.RestartAsync(
            async () =>
            {
                var run = await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier");
                Assert.Equal(2, run.ExitCode);
                Assert.Contains("No service runs on this database.", run.Output, StringComparison.Ordinal);
            },
            Cancel);

        await rotation.WaitForAsync(static state => state.Active is { Version: 1, ProvedAt: not null });
    }

    [Fact]
    public async Task SetPassword_IsUsedAtOnce_AndAWrongOneTurnsBack()
    {
        await using var rotation = await SecretRotation.StartAsync();
        var good = rotation.Carrier.RegistersSeen;
        rotation.Carrier.SetPasswords("123456", SecretRotation.Old, SecretRotation.New);

        var run = await rotation.RunAsync(SecretRotation.New, "trunk", "set-password", "carrier");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.True(rotation.Carrier.RegistersSeen > good);

        run = await rotation.RunAsync(SecretRotation.Wrong, "trunk", "set-password", "carrier");
        Assert.True(run.ExitCode == 1, run.Output + run.Error);
        await rotation.WaitForAsync(static state => state.Active?.Version == 1);
        Assert.Contains("the fallback, is active again", run.Output, StringComparison.Ordinal);
        await rotation.AssertNoLeakAsync(run);
    }

    [Fact]
    public async Task Forget_GoesBackToTheFile()
    {
        await using var rotation = await SecretRotation.StartAsync();
        rotation.Carrier.SetPasswords("123456", SecretRotation.Old, SecretRotation.New);
        await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier");

        var run = await rotation.RunAsync(null, "trunk", "forget", "carrier");

        Assert.Contains("The one of trunk.password counts.", run.Output, StringComparison.Ordinal);
        await rotation.WaitForAsync(static state => state.Active?.Version == 0);
        Assert.StartsWith("carrier\t\ttrunk.password\t", (await rotation.RunAsync(null, "trunk", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyLost_ServiceDoesNotStart_AndSaysWhichKeyIsMissing()
    {
        await using var rotation = await SecretRotation.StartAsync();
        await rotation.RunAsync(SecretRotation.New, "trunk", "set-password", "carrier", "--wait", "0s");
        var key = rotation.Service.Folder.File("dialin.key");
        var kept = await File.ReadAllTextAsync(key, Cancel);

        await rotation.Service.RestartAsync(
            async () =>
            {
                File.Delete(key);
                var run = await rotation.RunAsync(null, "serve");
                Assert.Equal(1, run.ExitCode);
                Assert.Contains("and there is no key: put it back", run.Error, StringComparison.Ordinal);
                Assert.Contains("a stored secret does not open", (await rotation.RunAsync(null, "check")).Output, StringComparison.Ordinal);
                rotation.Service.Folder.Write("dialin.key", kept, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            },
            Cancel);
        Assert.Equal(1, rotation.State.LastVersion);
    }

    [Fact]
    public async Task Rekey_BesideTheRunningService_EverythingOpensAfterwards()
    {
        await using var rotation = await SecretRotation.StartAsync();
        rotation.Carrier.SetPasswords("123456", SecretRotation.Old, SecretRotation.New);
        await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier");

        var run = await rotation.RunAsync(null, "secrets", "rekey");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.StartsWith("1 stored secrets are encrypted with key ", run.Output, StringComparison.Ordinal);

        await rotation.Service.RestartAsync(() => Task.CompletedTask, Cancel);
        Assert.Equal(1, rotation.State.Active?.Version);
        await rotation.Carrier.WaitForRegistrationAsync("123456", Cancel);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(405)]
    public async Task Rotate_RegistrarThatTakesNoQuestions_IsProvedByABindingOfItsOwn_RemovedAtOnce(int queryStatus)
    {
        await using var rotation = await SecretRotation.StartAsync(queryStatus: queryStatus);
        var binding = Assert.Single(rotation.Carrier.Bindings);
        rotation.Carrier.SetPasswords("123456", SecretRotation.Old, SecretRotation.New);

        var run = await rotation.RunAsync(SecretRotation.New, "trunk", "rotate", "carrier");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("answered a REGISTER with a binding of its own with 200 OK", run.Output, StringComparison.Ordinal);
        Assert.Equal(binding, Assert.Single(rotation.Carrier.Bindings));

        run = await rotation.RunAsync(SecretRotation.Wrong, "trunk", "rotate", "carrier");
        Assert.True(run.ExitCode == 1, run.Output + run.Error);
        Assert.Equal(binding, Assert.Single(rotation.Carrier.Bindings));
    }
}
