using DialIn.Secrets;

namespace DialIn.Tests.Hosting;

/// <summary>What the verbs about secrets say to an operator who makes a mistake.</summary>
public sealed class CredentialCommandTests : IDisposable
{
    private const string Password = "password-that-nobody-sees";

    private readonly TestFolder _folder = new();
    private readonly string _config;

    public CredentialCommandTests() => _config = _folder.Write("dialin.json", Settings.Documented.Replace(
        """ "Registrar": "sip:sipconnect.sipgate.de", "Username": "123456" }""",
        """
         "Registrar": "sip:sipconnect.sipgate.de", "Username": "123456" },
                       { "Name": "telekom", "Mode": "Register", "Registrar": "sip:telekom.example",
                         "Accounts": [ { "Name": "main", "Username": "1" }, { "Name": "fax", "Username": "2" } ] }
        """,
        StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WithoutAKey_NothingIsAsked_AndBothWaysAreNamed()
    {
        var run = await RunAsync(Password, "trunk", "set-password", "sipgate");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("dialin secrets create-key", run.Error, StringComparison.Ordinal);
        Assert.Contains("PasswordFile is the way", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody", "There is no trunk nobody with a password. Known: sipgate, telekom.")]
    [InlineData("carrier", "There is no trunk carrier with a password.")]
    [InlineData("telekom", "Which account of telekom? Say --account with one of: main, fax.")]
    public async Task WhomItIsFor_IsAsked(string trunk, string expected)
    {
        var run = await RunAsync(Password, "trunk", "rotate", trunk);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" x", "has a blank before or after it")]
    public async Task Password_ThatCannotBeRight_ChangesNothing(string password, string expected)
    {
        CreateKey();
        var run = await RunAsync(password, "trunk", "rotate", "sipgate");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"The password {expected}. Nothing was changed.", run.Error, StringComparison.Ordinal);
        Assert.Empty((await RunAsync(null, "audit", "list")).Lines);
    }

    [Fact]
    public async Task Account_GetsItsOwnPassword_AndTheListShowsWhatIsInUse()
    {
        CreateKey();
        var run = await RunAsync(Password, "trunk", "set-password", "telekom", "--account", "FAX");
        Assert.True(run.ExitCode == 2, run.Output + run.Error);

        var list = await RunAsync(null, "trunk", "list");
        Assert.Equal(["sipgate\t\tnone", "telekom\tmain\tnone", "telekom\tfax\tsecret 1, unproved"], list.Lines.Select(static line => string.Join('\t', line.Split('\t')[..3])));
        Assert.DoesNotContain(Password, run.Output + run.Error + list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NamesTheKey_AndASecretThatDoesNotOpen()
    {
        Assert.Contains("secrets\tno key, so none can be stored", (await RunAsync(null, "check")).Output, StringComparison.Ordinal);
        CreateKey();
        await RunAsync(Password, "trunk", "set-password", "sipgate");
        Assert.Contains("; 1 stored", (await RunAsync(null, "check")).Output, StringComparison.Ordinal);

        File.Delete(_folder.File("dialin.key"));
        CreateKey();
        Assert.Contains("trunk/sipgate\ta stored secret does not open\tThe stored secret 1 of trunk/sipgate was encrypted with key", (await RunAsync(null, "check")).Output, StringComparison.Ordinal);

        // The way out needs no key.
        Assert.Equal(0, (await RunAsync(null, "trunk", "forget", "sipgate")).ExitCode);
        Assert.Contains("; 0 stored", (await RunAsync(null, "check")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forget_WithNothingStored_SaysSo()
    {
        var run = await RunAsync(null, "trunk", "forget", "sipgate");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("No password of trunk/sipgate is stored, so there is nothing to forget.", run.Output, StringComparison.Ordinal);
        Assert.Contains("so there is nothing to forget. The one of ", (await RunAsync(null, "server", "forget", "bbb1")).Output, StringComparison.Ordinal);
        Assert.Empty((await RunAsync(null, "audit", "list")).Lines);
    }

    [Fact]
    public async Task NewKey_WhenTheOldOneIsLost_SaysWhatItDoesNotOpen()
    {
        CreateKey();
        await RunAsync(Password, "trunk", "set-password", "sipgate");
        File.Delete(_folder.File("dialin.key"));

        var run = await RunAsync(null, "secrets", "create-key");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("holds 1 secrets that an older key has encrypted, of trunk/sipgate; this one does not open them", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_SaysHowADurationIsWritten()
    {
        var help = (await RunAsync(null, "trunk", "rotate", "--help")).Output;
        Assert.Contains("such as 30s or 2min; 1min if not said", string.Join(' ', help.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trunk", "rotate", "sipgate", Password)]
    [InlineData("trunk", "set-password", "sipgate", "--password", Password)]
    [InlineData("server", "rotate", "bbb1", Password)]
    public async Task SecretAsAnArgument_IsRefused_AndNotRepeated(params string[] arguments)
    {
        CreateKey();
        var run = await RunAsync(Password, arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is never an argument", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, run.Output + run.Error, StringComparison.Ordinal);
        Assert.Empty((await RunAsync(null, "audit", "list")).Lines);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0")]
    public async Task AuditCount_ThatIsNone_IsToldWhatWouldBeRight(string count)
    {
        var run = await RunAsync(null, "audit", "list", "--count", count);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--count must be 1 to 100000.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_WithAnotherKeyThanTheStoredOne_StoresNothing()
    {
        CreateKey();
        await RunAsync(Password, "trunk", "set-password", "sipgate");
        File.Delete(_folder.File("dialin.key"));
        CreateKey();
        var run = await RunAsync("another", "trunk", "rotate", "sipgate");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("put the right one back", run.Error, StringComparison.Ordinal);
        Assert.Single((await RunAsync(null, "audit", "list")).Lines);
    }

    [Fact]
    public async Task CreateKey_Twice_KeepsTheFirst()
    {
        Assert.Equal(0, (await RunAsync(null, "secrets", "create-key")).ExitCode);
        var key = await File.ReadAllTextAsync(_folder.File("dialin.key"), TestContext.Current.CancellationToken);
        var run = await RunAsync(null, "secrets", "create-key");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("exists already", run.Error, StringComparison.Ordinal);
        Assert.Equal(key, await File.ReadAllTextAsync(_folder.File("dialin.key"), TestContext.Current.CancellationToken));
        Assert.Matches("^[0-9a-f]{64}\n$", (await RunAsync(null, "secrets", "create-key", "--print")).Output);
    }

    [Fact]
    public async Task Revoke_TokenItself_IsNotTaken()
    {
        var token = Assert.Single((await RunAsync(null, "token", "create")).Lines);
        var run = await RunAsync(null, "token", "revoke", token);
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain(token, run.Error, StringComparison.Ordinal);
    }

    private void CreateKey() => KeyFileWriter.Create(_folder.File("dialin.key")).Dispose();

    private Task<CommandRun> RunAsync(string? piped, params string[] arguments) =>
        CommandRun.WithInputAsync(_config, isForPeople: false, piped is null ? null : piped + "\n", arguments);
}
