using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DialIn.Operations.ProofCalls;
using DialIn.Simulator.Meetings;
using DialIn.Testing;
using DialIn.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Service;

public sealed class ProofCallTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ProofCalls_ThroughTheCarrierInsideAndIntoAMeeting_AreGood_AndSayWhatTheyFound()
    {
        await using var carrier = new HairpinCarrier { Realm = "carrier" };
        await using var service = await RunningService.StartAsync(Cancel, section => section["Trunks"] = new object[]
        {
            // Its audio must be encrypted and come from elsewhere: inside, there is neither.
            new { Name = "strict", Mode = "Static", AllowedSources = new[] { "192.0.2.0/24" }, MediaSources = new[] { "192.0.2.0/24" }, Srtp = "Required", SrtpWithoutTls = true },
            new { Name = "carrier", Mode = "Static", AllowedSources = new[] { $"{HairpinCarrier.Address}/32" }, Outgoing = new { carrier.Target, Username = "trunk", PasswordFile = _folder.Write("password", "secret of the trunk", UnixFileMode.UserRead | UnixFileMode.UserWrite), Realm = "carrier" } },
        }, serverAddress: IPAddress.Parse("127.0.0.3"));
        service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        var file = await ConfigurationAsync(service);

        var runs = await Task.WhenAll(
            CommandRun.OfAsync(file, false, "call", RunningService.Number, "--trunk", "carrier"),
            CommandRun.OfAsync(file, false, "call", "--loop", "--trunk", "strict"),
            CommandRun.WithInputAsync(file, false, $"{pin}\n", "call", "--trunk", "carrier", "--pin", "-"));

        Assert.All(runs, static run => Assert.True(run.ExitCode == 0, run.Output + run.Error));
        Assert.All(runs[..2], static run => Assert.Contains("tone to DialIn\theard", run.Lines));
        Assert.All(runs[..2], static run => Assert.Contains("tone back\theard", run.Lines));
        Assert.Contains("trunk\tstrict (inside, without the carrier)", runs[1].Lines);
        Assert.Contains("conference was joined", runs[2].Output, StringComparison.Ordinal);

        using var client = new HttpClient { BaseAddress = service.Http };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningService.Token);
        var verdicts = await client.GetFromJsonAsync<List<ProofVerdict>>("/api/v1/proof-calls", JsonSerializerOptions.Web, Cancel);
        Assert.Equal(3, verdicts!.Count);
        Assert.All(verdicts, static verdict =>
        {
            Assert.True(verdict.IsGood);
            Assert.Equal(RunningService.Number, verdict.Number);
            Assert.True(verdict.TimeToAudio >= verdict.TimeToAnswer && verdict.TimeToAnswer > 0, $"{verdict}");
            Assert.InRange(verdict.Mos!.Value, 3.1, 4.41);
            Assert.NotNull(verdict.CallId);
        });

        // Our BYE arrives too where nobody else may speak to us from the own address.
        await Waiting.UntilAsync(async () => (await service.Records.ListAsync(10, Cancel)).Count == 3, Cancel);
        Assert.All(await service.Records.ListAsync(10, Cancel), static record => Assert.Equal("CallerHungUp", record.Reason));
        await Waiting.UntilAsync(() => service.Calls.Count == 0, Cancel);

        // The tones of the check are of no meeting, and no PIN is in what is kept.
        Assert.Single(service.Server.Conferences.SelectMany(static room => room.Everybody));
        Assert.DoesNotContain(service.Log.GetSnapshot(), line => line.Message.Contains(pin, StringComparison.Ordinal));
        Assert.DoesNotContain(pin, runs[2].Output, StringComparison.Ordinal);

        Assert.True(carrier.Answered > 0);
        (carrier.Realm, carrier.Answered) = ("elsewhere", 0);
        var foreign = await CommandRun.OfAsync(file, false, "call", "--trunk", "carrier");
        Assert.Equal(1, foreign.ExitCode);
        Assert.Contains("FAULT Refused: The call was refused: 407", foreign.Output, StringComparison.Ordinal);
        Assert.Equal(0, carrier.Answered);

        carrier.Refusal = 403;
        var refused = await CommandRun.OfAsync(file, false, "call", "--trunk", "carrier");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("FAULT Refused: The call was refused: 403", refused.Output, StringComparison.Ordinal);
        Assert.Contains("ProofCalls:Loop", refused.Output, StringComparison.Ordinal);
        await CommandRun.OfAsync(file, false, "call", "--trunk", "carrier");
        Assert.Single(service.Log.GetSnapshot(), static record => record.Id.Id == 3612);

        var elsewhere = await CommandRun.OfAsync(file, false, "call", "+4915112345634", "--trunk", "another");
        Assert.Equal(1, elsewhere.ExitCode);
        Assert.Contains("DialIn calls no other", elsewhere.Error, StringComparison.Ordinal);
        Assert.Contains("trunk must be one of strict, carrier.", elsewhere.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EveryWay_GivesUpRinging_BeforeTheVerdictIsThatNobodyAnswered(bool isLoop)
    {
        await using var service = await RunningService.StartAsync(Cancel, static section => section["Trunks"] = new object[]
        {
            new { Name = "carrier", Mode = "Static", AllowedSources = new[] { "192.0.2.0/24" }, Outgoing = new { Target = "sip:192.0.2.1" } },
        });
        var trunk = Assert.Single(Settings.Load(service.Configuration).Options.Trunks);

        var way = service.Application.Services.GetRequiredService<ProofWays>().Find(trunk, RunningService.Number, isLoop, out _);

        // Then the user agent sends a CANCEL, as its own tests show.
        Assert.InRange(way!.Invite.RingTimeout!.Value, TimeSpan.FromSeconds(30), ProofCaller.AnswerWithin - TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Pin_AsAnArgument_IsRefused_AndNotRepeated()
    {
        var run = await CommandRun.OfAsync(null, false, "call", "+4961511234567", "--pin", "739154826");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--pin takes only a dash", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("739154826", run.Error + run.Output, StringComparison.Ordinal);
    }

    // The service's configuration, but for the port, which the system chose.
    private static async Task<string> ConfigurationAsync(RunningService service)
    {
        var configuration = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, object>>>(await File.ReadAllTextAsync(service.Configuration, Cancel))!;
        configuration["DialIn"]["Http"] = new { Listen = service.Http.ToString().TrimEnd('/'), ApiToken = RunningService.Token };
        return service.Folder.Write("of-the-verb.json", JsonSerializer.Serialize(configuration));
    }
}
