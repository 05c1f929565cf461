using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DialIn.Simulator;
using DialIn.Simulator.Carriers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.Service;

/// <summary>The whole service with accounts at a simulated carrier.</summary>
public sealed class RegisteredTrunkTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task TwoAccounts_AreBothRegistered_AndShown(string transport)
    {
        await using var carrier = await CarrierAsync(static options => options with
        {
            ServiceRoute = ["<sip:edge.example;lr>"],
            AssociatedUris = ["<tel:+4961511234567>"],
        });
        await using var service = await StartAsync(carrier, transport);
        await carrier.WaitForRegistrationAsync("1001", Cancel);
        await carrier.WaitForRegistrationAsync("1002", Cancel);
        await service.Log.WaitAsync(static record => record.Message == "Trunk sipgate/south is registered", Cancel);

        var trunks = await TrunksAsync(service);
        Assert.Equal(["carrier", "sipgate", "sipgate"], trunks.Select(static trunk => trunk.GetProperty("name").GetString()));
        var south = trunks.Single(static trunk => trunk.GetProperty("account").GetString() == "south");
        Assert.Equal("Registered", south.GetProperty("state").GetString());
        Assert.StartsWith("registered since ", south.GetProperty("says").GetString(), StringComparison.Ordinal);
        Assert.Equal("carrier.example", south.GetProperty("realm").GetString());
        Assert.StartsWith("sip:1002@127.0.0.1:", south.GetProperty("contact").GetString(), StringComparison.Ordinal);
        Assert.Equal(["tel:+4961511234567"], south.GetProperty("associatedUris").EnumerateArray().Select(static uri => uri.GetString()));
        Assert.Equal(["sip:edge.example;lr"], south.GetProperty("serviceRoute").EnumerateArray().Select(static uri => uri.GetString()));
        Assert.DoesNotContain("secret-", JsonSerializer.Serialize(trunks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1001", "sipgate/north")]
    [InlineData("1002", "sipgate/south")]
    public async Task Call_BelongsToTheAccountWhoseContactWasCalled(string username, string trunk)
    {
        await using var carrier = await CarrierAsync();
        await using var service = await StartAsync(carrier, "udp");
        await carrier.WaitForRegistrationAsync("1001", Cancel);
        await using var call = await carrier.PlaceCallAsync(
            new CarrierCall { From = RunningService.Caller, To = RunningService.Number, Username = username }, Cancel);
        Assert.Equal(200, (await call.Answered.WaitAsync(Cancel)).StatusCode);

        Assert.Equal(trunk, Assert.Single(service.Calls.Snapshot()).Trunk);
        await call.HangUpAsync();
        var record = await service.RecordAsync(Cancel);
        Assert.Equal((trunk, RunningService.Number), (record.Trunk, record.CalledNumber));
    }

    [Fact]
    public async Task WrongPassword_IsAnAlarm_AndTheRightOneInTheFileIsUsedWithinSeconds()
    {
        await using var carrier = await CarrierAsync();
        carrier.SetPassword("1002", "secret-new");
        await using var service = await StartAsync(carrier, "udp");
        await service.Log.WaitAsync(static record => record.Id.Id == 3106 && record.Level == LogLevel.Warning, Cancel);
        await carrier.WaitForRegistrationAsync("1001", Cancel);
        Assert.Contains(await TrunksAsync(service), static trunk => trunk.GetProperty("state").GetString() == "Refused"
            && trunk.GetProperty("says").GetString()!.Contains("the password is wrong", StringComparison.Ordinal));

        _folder.Write("south.password", "secret-new", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await carrier.WaitForRegistrationAsync("1002", Cancel);

        Assert.DoesNotContain(service.Log.GetSnapshot(), static record => record.Message.Contains("secret-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RegistrarOverloaded_IsSaidWithTheTimeOfTheNextTry()
    {
        await using var carrier = await CarrierAsync();
        carrier.Outage = new RegistrarOutage(503, TimeSpan.FromMinutes(7));
        await using var service = await StartAsync(carrier, "udp");
        await service.Log.WaitAsync(static record => record.Id.Id == 3103, Cancel);
        var trunk = (await TrunksAsync(service)).First(static trunk => trunk.GetProperty("state").GetString() == "Failing");

        Assert.Equal("503 Service Unavailable", trunk.GetProperty("lastFailure").GetString());
        Assert.InRange(trunk.GetProperty("nextAttemptAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(7));
    }

    private static async Task<SimulatedCarrier> CarrierAsync(Func<SimulatedCarrierOptions, SimulatedCarrierOptions>? change = null)
    {
        var options = new SimulatedCarrierOptions { Users = new Dictionary<string, string> { ["1001"] = "secret-north", ["1002"] = "secret-south" } };
        var carrier = new SimulatedCarrier(change?.Invoke(options) ?? options, TimeProvider.System, NullLoggerFactory.Instance);
        await carrier.StartAsync(Cancel);
        return carrier;
    }

    private Task<RunningService> StartAsync(SimulatedCarrier carrier, string transport)
    {
        var endPoint = transport == "udp" ? carrier.SipEndPoint : carrier.SipTcpEndPoint;
        var north = _folder.Write("north.password", "secret-north", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var south = _folder.Write("south.password", "secret-south", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return RunningService.StartAsync(Cancel, section =>
        {
            section["Sip"] = new { Listen = new[] { "udp://127.0.0.1:0", "tcp://127.0.0.1:0" } };
            section["Trunks"] = new object[]
            {
                new { Name = "carrier", Mode = "Static", AllowedSources = new[] { "127.0.0.0/8" } },
                new
                {
                    Name = "sipgate",
                    Mode = "Register",
                    Registrar = $"sip:{endPoint};transport={transport}",
                    Accounts = new[]
                    {
                        new { Name = "north", Username = "1001", PasswordFile = north },
                        new { Name = "south", Username = "1002", PasswordFile = south },
                    },
                },
            };
        });
    }

    private static async Task<List<JsonElement>> TrunksAsync(RunningService service)
    {
        using var client = new HttpClient { BaseAddress = service.Http };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningService.Token);
        return [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/trunks", Cancel)).EnumerateArray()];
    }
}
