using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DialIn.Operations.Traces;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;
using DialIn.Tests.Hosting;

namespace DialIn.Tests.Service;

public class TracedCallTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_TracedByTheVerb_IsWrittenWithoutPinAndNumber_AndItsLadderIsShown()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        // The verb has the service's configuration, but for the port, which the system chose, and the token, which it makes.
        var configuration = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, object>>>(await File.ReadAllTextAsync(service.Configuration, Cancel))!;
        configuration["DialIn"]["Http"] = new { Listen = service.Http.ToString().TrimEnd('/') };
        var file = service.Folder.Write("of-the-verb.json", JsonSerializer.Serialize(configuration));
        var armed = await CommandRun.WithInputAsync(file, false, $"{RunningService.Caller}\n", "trace", "-", "--minutes", "5");
        Assert.Equal((0, ""), (armed.ExitCode, armed.Error));
        Assert.StartsWith("Calls of +49…34 are traced until ", armed.Output, StringComparison.Ordinal);
        var spoken = await CommandRun.OfAsync(file, false, "trace", RunningService.Caller);
        Assert.Equal(1, spoken.ExitCode);
        Assert.Contains("A number is never an argument", spoken.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(RunningService.Caller, spoken.Error, StringComparison.Ordinal);
        var pieces = await CommandRun.OfAsync(file, false, "trace", "+49", "151", "12345634");
        Assert.Equal(1, pieces.ExitCode);
        Assert.DoesNotContain("12345634", pieces.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("151", pieces.Error, StringComparison.Ordinal);
        var wrong = await CommandRun.WithInputAsync(file, false, "anna\n", "trace", "-", "--minutes", "0");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("target must be a telephone number", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("minutes must be 1 to 1440", wrong.Error, StringComparison.Ordinal);

        await using var call = await service.AnsweredCallAsync(Cancel, new CarrierCall { From = RunningService.Caller, To = RunningService.Number, FromDisplayName = "Anna" });
        await call.WaitForPromptAsync(Cancel);
        // By INFO, which a trace sees; it never sees RTP.
        foreach (var digit in pin)
        {
            Assert.Equal(200, await call.SendInfoAsync("application/dtmf-relay", $"Signal={digit}\r\nDuration=100\r\n", Cancel));
        }

        var participant = await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel).WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System, Cancel);
        await call.HangUpAsync();
        await participant.Left.WaitAsync(Cancel);
        var record = await service.RecordAsync(Cancel);
        var list = await CommandRun.OfAsync(file, false, "trace");
        // Those that the verb has made for its questions are gone with them.
        Assert.DoesNotContain((await CommandRun.OfAsync(service.Configuration, false, "token", "list")).Lines, static line => line.EndsWith("store", StringComparison.Ordinal));
        Assert.Contains("+49…34", Assert.Single(list.Lines), StringComparison.Ordinal);
        Assert.Equal("1", list.Lines[0].Split('\t')[3]);

        using var client = new HttpClient { BaseAddress = service.Http };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningService.Token);
        var ladder = await client.GetFromJsonAsync<List<LadderLine>>($"/api/v1/calls/{record.Id}/ladder", JsonSerializerOptions.Web, Cancel);
        Assert.StartsWith($"INVITE sip:{RunningService.Number}@127.0.0.1", ladder![0].Text, StringComparison.Ordinal);
        Assert.Contains("[audio 127.0.0.1:", ladder[0].Text, StringComparison.Ordinal);
        Assert.Contains(ladder, line => (line.From, line.To) == ("bridge", "server") && line.Text.StartsWith($"INVITE sip:{meeting.VoiceBridge}@", StringComparison.Ordinal));
        Assert.Contains(ladder, static line => (line.From, line.To) == ("server", "bridge") && line.Text.StartsWith("200 OK (INVITE) [audio", StringComparison.Ordinal));
        Assert.Contains(ladder, static line => (line.From, line.To) == ("trunk", "bridge") && line.Text.StartsWith("BYE ", StringComparison.Ordinal));

        await service.Application.StopAsync(Cancel);
        var files = Directory.GetFiles(service.Folder.File("traces")).Order().ToList();
        Assert.Equal([".pcap", ".txt"], files.Select(Path.GetExtension));
        Assert.All(files, name => Assert.EndsWith($"-{record.Id}", Path.GetFileNameWithoutExtension(name), StringComparison.Ordinal));
        foreach (var name in files)
        {
            var bytes = await File.ReadAllTextAsync(name, Encoding.Latin1, Cancel);
            Assert.Contains("\r\nCSeq: 1 INVITE\r\n", bytes, StringComparison.Ordinal);
            Assert.Contains("INFO sip:", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(pin, bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("Signal=", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(RunningService.Caller[1..], bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("Anna", bytes, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(service.Log.GetSnapshot(), static line => line.Message.Contains(RunningService.Caller[1..], StringComparison.Ordinal));
    }
}
