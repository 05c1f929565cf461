using DialIn.Secrets;
using DialIn.Storage;
using DialIn.Tests.Hosting;
using DialIn.Tests.Storage;

namespace DialIn.Tests.Secrets;

/// <summary>Several real processes change secrets in one database at once.</summary>
public sealed class SeveralOperatorsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rotate_ByThreeProcessesAtOnce_OneWaitsForItsProof_AndTheAuditHasAll()
    {
        var config = _folder.Write("dialin.json", Settings.Documented);
        KeyFileWriter.Create(_folder.File("dialin.key")).Dispose();
        var processes = Enumerable.Range(1, 3).Select(number =>
        {
            var file = _folder.Write($"password{number}", $"password-{number}-of-three\n");
            return DialInProcess.Start("server", "rotate", "bbb1", "--from-file", file, "--config", config);
        }).ToList();

        foreach (var process in processes)
        {
            // Stored, but nobody is there to prove it.
            await process.WaitForExitAsync(Token).WaitAsync(Limits.Generous, Token);
            Assert.True(process.ExitCode == 2, await process.StandardError.ReadToEndAsync(Token));
            process.Dispose();
        }

        using var database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        var store = new SqliteCredentialStore(database);
        var name = CredentialName.OfServer("bbb1");
        var state = await store.LoadAsync(name, true, Machines.Noon, Token);
        Assert.Equal((0, 3, null, 3), (state.Active?.Version, state.Pending?.Version, state.Fallback?.Version, state.LastVersion));
        Assert.Equal(3, Assert.Single(await store.ListAsync(Token)).Version);
        Assert.Equal(3, (await new SqliteAuditLog(database).ListAsync(name.Text, 0, 10, Token)).Count);
    }
}
