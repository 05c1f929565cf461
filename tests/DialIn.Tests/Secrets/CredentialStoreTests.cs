using System.Collections;
using Dapper;
using DialIn.Secrets;
using DialIn.Storage;
using DialIn.Tests.Storage;

namespace DialIn.Tests.Secrets;

public sealed class CredentialStoreTests : IAsyncDisposable
{
    private static readonly CredentialName Server = CredentialName.OfServer("bbb1");

    private readonly SqliteFixture _fixture = new();
    private readonly TestFolder _folder = new();
    private readonly SecretBox _box;

    public CredentialStoreTests()
    {
        var source = new KeySource(new SecretsOptions(), _folder.Path, new Hashtable());
        KeyFileWriter.Create(source.File).Dispose();
        _box = new SecretBox(source);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Rotation_Whole_IsTheSameAfterEachReading()
    {
        var database = await _fixture.OpenAsync();
        var desk = Desk(database);
        await TakeAsync(desk, "first");
        await AnswerAsync(desk, 1, Machines.Accepted);
        await TakeAsync(desk, "second");
        await AnswerAsync(desk, 2, Machines.Silence);

        var reader = Desk(await _fixture.OpenAsync());
        var state = await reader.LoadAsync(Machines.Name, true, Token);
        Assert.Equal((1, 2, 0, 2, 1), (state.Active?.Version, state.Pending?.Version, state.Fallback?.Version, state.LastVersion, state.Unanswered));
        Assert.NotNull(state.TryAt);
        Assert.Equal(state, await desk.LoadAsync(Machines.Name, true, Token));
        var held = await reader.OpenAsync(Machines.Name, true, Token);
        Assert.Equal(("first", "second"), (held.Active?.Reveal(), held.ContentOf(held.Other)?.Reveal()));
    }

    [Fact]
    public async Task Nothing_Stored_TheConfiguredOneCounts()
    {
        var desk = Desk(await _fixture.OpenAsync());
        Assert.Equal(SecretSlot.Configured, (await desk.LoadAsync(Machines.Name, true, Token)).Active?.Version);
        Assert.Null((await desk.LoadAsync(Machines.Name, false, Token)).Active);
    }

    [Fact]
    public async Task Forgotten_ConfiguredOneCountsAgain_AndTheContentIsGoneFromTheFile()
    {
        var database = await _fixture.OpenAsync();
        var desk = Desk(database);
        await TakeAsync(desk, "first");
        var content = Assert.Single(await new SqliteCredentialStore(database).ListAsync(Token)).Content.Content;

        await desk.StepAsync(Machines.Name, true, new RotationInput.Forgotten(Machines.Noon), "test", Token);

        var state = await desk.LoadAsync(Machines.Name, true, Token);
        Assert.Equal((SecretSlot.Configured, 1), (state.Active?.Version, state.LastVersion));
        Assert.Empty(await new SqliteCredentialStore(database).ListAsync(Token));
        await database.ReadAsync(static connection => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)"), Token);
        Assert.DoesNotContain(content, await File.ReadAllTextAsync(_fixture.File, System.Text.Encoding.Latin1, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revision_ChangesWithEachStepOfOthers()
    {
        var store = new SqliteCredentialStore(await _fixture.OpenAsync());
        var other = Desk(await _fixture.OpenAsync());
        Assert.Empty(await store.RevisionsAsync(Token));
        await TakeAsync(other, "first");
        var first = (await store.RevisionsAsync(Token))[Machines.Name];
        await AnswerAsync(other, 1, Machines.Accepted);
        Assert.True((await store.RevisionsAsync(Token))[Machines.Name] > first);
        var second = (await store.RevisionsAsync(Token))[Machines.Name];

        // Nothing new: nothing is written.
        await AnswerAsync(other, 1, Machines.Accepted);
        Assert.Equal(second, (await store.RevisionsAsync(Token))[Machines.Name]);
    }

    [Fact]
    public async Task Step_ThatFailsHalfWay_ChangesNothing()
    {
        var database = await _fixture.OpenAsync();
        var store = new SqliteCredentialStore(database);
        var at = Machines.Noon;
        await Assert.ThrowsAsync<SecretsException>(() => store.StepAsync(
            Machines.Name, true, state => Machines.Usual.On(state, new RotationInput.Offered(at)), static _ => throw new SecretsException("no key"), at, "test", Token));
        Assert.Empty(await store.RevisionsAsync(Token));
        Assert.Empty(await new SqliteAuditLog(database).ListAsync(null, 0, 10, Token));
    }

    [Fact]
    public async Task Rows_Swapped_DoNotOpen()
    {
        var database = await _fixture.OpenAsync();
        var desk = Desk(database);
        await TakeAsync(desk, "of the trunk");
        await desk.TakeAsync(Server, true, Secret.Of("of the server"), false, "test", Token);
        await database.WriteAsync(
            static (connection, transaction) => connection.Execute(
                "UPDATE secrets SET content = (SELECT other.content FROM secrets other WHERE other.name = 'server/bbb1' AND other.version = 1) WHERE name = 'trunk/sipgate' AND version = 1", transaction: transaction),
            Token);

        var fault = await Assert.ThrowsAsync<SecretsException>(() => desk.OpenAsync(Machines.Name, true, Token));
        Assert.Contains("secret 1 of trunk/sipgate does not open", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OlderContent_InTheNewersPlace_DoesNotOpen()
    {
        var database = await _fixture.OpenAsync();
        var desk = Desk(database);
        await TakeAsync(desk, "first");
        await AnswerAsync(desk, 1, Machines.Accepted);
        await TakeAsync(desk, "second");
        await database.WriteAsync(
            static (connection, transaction) => connection.Execute(
                "UPDATE secrets SET content = (SELECT old.content FROM secrets old WHERE old.version = 1) WHERE version = 2", transaction: transaction),
            Token);
        await Assert.ThrowsAsync<SecretsException>(() => desk.OpenAsync(Machines.Name, true, Token));
    }

    [Fact]
    public async Task Audit_TellsTheStoryInOrder_AndForgetsByAge()
    {
        var database = await _fixture.OpenAsync();
        var desk = Desk(database);
        await TakeAsync(desk, "first");
        await AnswerAsync(desk, 1, Machines.Accepted);
        var audit = new SqliteAuditLog(database);

        var entries = await audit.ListAsync("trunk/sipgate", 0, 10, Token);
        Assert.Equal(["Offered", "Proved", "Activated"], entries.Select(static entry => entry.Action));
        Assert.Equal([1, 2, 3], entries.Select(static entry => entry.Id));
        Assert.All(entries, static entry => Assert.Equal("test", entry.Who));
        Assert.Equal([3L], (await audit.ListAsync(null, 2, 10, Token)).Select(static entry => entry.Id));
        Assert.Equal([3L], (await audit.ListAsync(null, 0, 1, Token)).Select(static entry => entry.Id));
        Assert.Empty(await audit.ListAsync("server/bbb1", 0, 10, Token));

        Assert.Equal(0, await audit.DeleteBeforeAsync(entries[0].At, Token));
        Assert.Equal(3, await audit.DeleteBeforeAsync(TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1), Token));
    }

    [Fact]
    public async Task Presence_IsThatOfTheLastMinute()
    {
        var presence = new SqliteServicePresence(await _fixture.OpenAsync());
        Assert.False(await presence.IsPresentAsync(Machines.Noon, Token));
        await presence.ComeAsync("one", Machines.Noon, Token);
        await presence.ComeAsync("one", Machines.Noon + TimeSpan.FromSeconds(15), Token);
        Assert.True(await presence.IsPresentAsync(Machines.Noon + TimeSpan.FromSeconds(15), Token));
        Assert.False(await presence.IsPresentAsync(Machines.Noon + TimeSpan.FromSeconds(16), Token));
        await presence.GoAsync("one", Token);
        Assert.False(await presence.IsPresentAsync(Machines.Noon, Token));
    }

    [Fact]
    public async Task Tokens_AreKnownByTheirHash_AndEndInTime()
    {
        var store = new SqliteApiTokenStore(await _fixture.OpenAsync());
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Machines.Noon);
        var tokens = new ApiTokens(store, "of the configuration", time);
        Assert.Equal(ApiRole.Admin, (await tokens.FindAsync("of the configuration", Token))?.Role);
        Assert.Null(await tokens.FindAsync("another", Token));
        Assert.Null(await tokens.FindAsync("", Token));

        var first = ApiTokens.Create();
        await store.AddAsync(ApiTokens.HashOf(first), ApiRole.Admin, null, null, null, Machines.Noon, "test", Token);
        Assert.Equal(new ApiGrant(ApiRole.Admin, ApiTokens.HashOf(first)[..8], ApiTokens.HashOf(first)), await tokens.FindAsync(first, Token));
        Assert.NotNull(await tokens.FindAsync("of the configuration", Token));

        var second = ApiTokens.Create();
        await store.AddAsync(
            ApiTokens.HashOf(second), ApiRole.Admin, null, Machines.Noon + TimeSpan.FromHours(1), ApiTokens.HashOf("of the configuration"), Machines.Noon, "test", Token);
        Assert.NotNull(await tokens.FindAsync(first, Token));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await tokens.FindAsync(first, Token));
        Assert.Null(await tokens.FindAsync("of the configuration", Token));
        Assert.NotNull(await tokens.FindAsync(second, Token));

        Assert.Equal(1, await store.EndAsync(ApiTokens.HashOf(second)[..8], Machines.Noon, "test", Token));
        Assert.Null(await tokens.FindAsync(second, Token));
        Assert.NotNull(await new ApiTokens(store, "a new one in the configuration", time).FindAsync("a new one in the configuration", Token));
    }

    [Fact]
    public async Task Tokens_OfOneRole_AreRotatedWithoutTheOthers()
    {
        var store = new SqliteApiTokenStore(await _fixture.OpenAsync());
        var tokens = new ApiTokens(store, "of the configuration", new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Machines.Noon));
        var byRole = new Dictionary<ApiRole, string>();
        foreach (var role in Enum.GetValues<ApiRole>())
        {
            byRole[role] = ApiTokens.Create();
            await store.AddAsync(ApiTokens.HashOf(byRole[role]), role, null, null, null, Machines.Noon, "test", Token);
            Assert.Equal(role, (await tokens.FindAsync(byRole[role], Token))?.Role);
        }

        await store.AddAsync(
            ApiTokens.HashOf(ApiTokens.Create()), ApiRole.Frontend, null, Machines.Noon, ApiTokens.HashOf("of the configuration"), Machines.Noon, "test", Token);

        Assert.Null(await tokens.FindAsync(byRole[ApiRole.Frontend], Token));
        Assert.NotNull(await tokens.FindAsync(byRole[ApiRole.Monitor], Token));
        Assert.NotNull(await tokens.FindAsync(byRole[ApiRole.Admin], Token));
        Assert.NotNull(await tokens.FindAsync("of the configuration", Token));
    }

    [Fact]
    public async Task Tokens_ThatEnded_StayRefused_AndOneThatWasMadeForAQuestionIsGoneAfterIt()
    {
        var store = new SqliteApiTokenStore(await _fixture.OpenAsync());
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Machines.Noon);
        var tokens = new ApiTokens(store, "of the configuration", time);
        var (brief, lasting) = (ApiTokens.Create(), ApiTokens.Create());
        await store.AddAsync(
            ApiTokens.HashOf(brief), ApiRole.Admin, Machines.Noon + TimeSpan.FromMinutes(1), Machines.Noon, ApiTokens.HashOf("of the configuration"), Machines.Noon, "test", Token);
        await store.AddAsync(ApiTokens.HashOf(lasting), ApiRole.Admin, null, null, null, Machines.Noon, "test", Token);
        Assert.NotNull(await tokens.FindAsync(brief, Token));

        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await tokens.FindAsync(brief, Token));
        Assert.Null(await tokens.FindAsync("of the configuration", Token));
        Assert.Equal(3, (await store.ListAsync(Token)).Count);

        // Named by its whole hash: that is not written down.
        await store.EndAsync(ApiTokens.HashOf(lasting), Machines.Noon, "test", Token);
        Assert.Equal($"token {ApiToken.LabelOf(ApiTokens.HashOf(lasting))} has ended", await LastOutcomeAsync());
        await store.RemoveAsync(ApiTokens.HashOf(lasting), Machines.Noon, "test", Token);
        Assert.Null(await tokens.FindAsync(lasting, Token));
        Assert.Equal($"token {ApiToken.LabelOf(ApiTokens.HashOf(lasting))} has ended", await LastOutcomeAsync());

        async Task<string> LastOutcomeAsync() => (await new SqliteAuditLog(await _fixture.OpenAsync()).ListAsync(null, 0, 10, Token))[^1].Outcome;
    }

    [Fact]
    public void Tokens_ThatWereMade_AreToldFromThoseThatSomebodyMadeUp()
    {
        var token = ApiTokens.Create();
        Assert.True(ApiTokens.IsUnguessable(token));
        Assert.False(ApiTokens.IsUnguessable(token[..^1]));
        Assert.False(ApiTokens.IsUnguessable(token[..^1] + "x"));
        Assert.False(ApiTokens.IsUnguessable("swordfish"));
    }

    private static async Task AnswerAsync(CredentialDesk desk, int version, Proof proof) =>
        await desk.StepAsync(Machines.Name, true, new RotationInput.Answered(TimeProvider.System.GetMoment(), version, proof), "test", Token);

    private static async Task TakeAsync(CredentialDesk desk, string text)
    {
        using var secret = Secret.Of(text);
        await desk.TakeAsync(Machines.Name, true, secret, isImposed: false, "test", Token);
    }

    private CredentialDesk Desk(SqliteDatabase database) => new(new SqliteCredentialStore(database), _box, Machines.Usual, TimeProvider.System);
}
