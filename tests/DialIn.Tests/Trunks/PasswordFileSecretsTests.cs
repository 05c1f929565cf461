using DialIn.Trunks;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Trunks;

public sealed class PasswordFileSecretsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _heard = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_GivesTheFirstLineOfEachAccountsFile()
    {
        _folder.Write("north.password", "one\nnot this\n");
        _folder.Write("flat.password", "two");
        using var secrets = Secrets();

        Assert.Equal("one", secrets.Find("sipgate", "north")?.Current);
        Assert.Null(secrets.Find("sipgate", "north")?.Other);
        Assert.Equal("two", secrets.Find("flat", "flat")?.Current);
        Assert.Null(secrets.Find("sipgate", "south"));
        Assert.Null(secrets.Find("sipgate", "nobody"));
        Assert.Null(secrets.Find("carrier", "carrier"));
    }

    [Fact]
    public void Watch_NewPassword_IsToldOnceAndWithinSeconds()
    {
        _folder.Write("north.password", "one");
        using var secrets = Secrets();
        using var watch = secrets.Watch((trunk, account) => _heard.Add($"{trunk}/{account}"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_heard);

        _folder.Write("north.password", "two");
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["sipgate/north"], _heard);
        Assert.Equal("two", secrets.Find("sipgate", "north")?.Current);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(_heard);
    }

    [Fact]
    public void Watch_FileThatIsBeingWritten_IsNoNewPassword()
    {
        _folder.Write("north.password", "one");
        using var secrets = Secrets();
        using var watch = secrets.Watch((trunk, account) => _heard.Add($"{trunk}/{account}"));

        _folder.Write("north.password", "");
        _time.Advance(TimeSpan.FromSeconds(5));
        _folder.Write("north.password", "one");
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(_heard);
    }

    [Fact]
    public void Watch_Ended_HearsNothing()
    {
        using var secrets = Secrets();
        secrets.Watch((trunk, account) => _heard.Add(account)).Dispose();

        _folder.Write("north.password", "one");
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(_heard);
    }

    [Fact]
    public void Secret_IsNeverPrinted() => Assert.Equal("****", new TrunkSecret("geheim", "alt").ToString());

    private PasswordFileSecrets Secrets() => new(
        [
            new TrunkOptions { Name = "carrier" },
            new TrunkOptions { Name = "flat", Mode = TrunkMode.Register, Username = "1", PasswordFile = "flat.password" },
            new TrunkOptions
            {
                Name = "sipgate",
                Mode = TrunkMode.Register,
                Accounts =
                [
                    new TrunkAccountOptions { Name = "north", Username = "1001", PasswordFile = "north.password" },
                    new TrunkAccountOptions { Name = "south", Username = "1002" },
                ],
            },
        ],
        _folder.Path,
        _time);
}
