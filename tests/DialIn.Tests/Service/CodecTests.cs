using DialIn.Media.Codecs;
using DialIn.Simulator;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Conferences;
using DialIn.Simulator.Meetings;
using DialIn.Testing;

namespace DialIn.Tests.Service;

/// <summary>A caller and a server that do not speak the same codec, from the call to its record.</summary>
public class CodecTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CarrierThatFollows_IsChangedToTheServersCodec_AndNothingIsTranscoded()
    {
        await using var service = await StartAsync([AudioCodec.Pcma, AudioCodec.G722], trunkOption: ["PCMU", "PCMA"]);
        var call = await service.JoinAsync(new CarrierCall { From = RunningService.Caller, To = RunningService.Number, Codecs = [AudioCodec.Pcmu, AudioCodec.Pcma] });

        await call.AssertCodecsAsync(AudioCodec.Pcma, AudioCodec.Pcma);
        await call.AssertBothAreHeardAsync();
        await call.Call.HangUpAsync();
        Assert.Equal("PCMA", (await service.Service.RecordAsync(Cancel)).Codec);
        Assert.Contains(service.Service.Log.GetSnapshot(), record => record.Message.Contains("bbb1 did not take the call: status 488", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Service.Log.GetSnapshot(), record => record.Id.Id == 3013);
    }

    [Fact]
    public async Task CarrierThatDoesNotFollow_IsTranscoded_AndTheRecordSaysSo()
    {
        await using var service = await StartAsync([AudioCodec.Pcma, AudioCodec.G722]);
        var call = await service.JoinAsync(new CarrierCall { From = RunningService.Caller, To = RunningService.Number, Codecs = [AudioCodec.Pcmu] });

        await call.AssertCodecsAsync(AudioCodec.Pcmu, AudioCodec.Pcma);
        await call.AssertBothAreHeardAsync();
        await call.Call.HangUpAsync();
        Assert.Equal("PCMU/PCMA", (await service.Service.RecordAsync(Cancel)).Codec);
        Assert.Single(service.Service.Log.GetSnapshot(), record => record.Id.Id == 3013);
    }

    [Fact]
    public async Task WidebandCallToAServerWithoutG722_GoesOnNarrow()
    {
        await using var service = await StartAsync([AudioCodec.Pcmu]);
        var call = await service.JoinAsync(new CarrierCall
        {
            From = RunningService.Caller,
            To = RunningService.Number,
            Codecs = [AudioCodec.G722, AudioCodec.Pcma, AudioCodec.Pcmu],
        });

        await call.AssertCodecsAsync(AudioCodec.Pcmu, AudioCodec.Pcmu);
        await call.AssertBothAreHeardAsync();
    }

    [Fact]
    public async Task ServerThatIsNotToBeOfferedACodec_IsDialledOnce()
    {
        await using var service = await StartAsync([AudioCodec.G722], serverOption: ["G722"], trunkOption: ["PCMA"]);
        var call = await service.JoinAsync(new CarrierCall { From = RunningService.Caller, To = RunningService.Number, Codecs = [AudioCodec.Pcmu, AudioCodec.Pcma] });

        // The trunk may speak PCMA alone, the server G722 alone: nobody is asked in vain.
        await call.AssertCodecsAsync(AudioCodec.Pcma, AudioCodec.G722);
        await call.AssertBothAreHeardAsync();
        Assert.DoesNotContain(service.Service.Log.GetSnapshot(), record => record.Id.Id == 3011);
        await call.Call.HangUpAsync();
        Assert.Equal("PCMA/G722", (await service.Service.RecordAsync(Cancel)).Codec);
    }

    private static async Task<Site> StartAsync(IReadOnlyList<AudioCodec> serverSpeaks, string[]? serverOption = null, string[]? trunkOption = null)
    {
        var all = AudioCodec.All.Select(codec => codec.EncodingName).ToArray();
        var service = await RunningService.StartAsync(
            Cancel,
            serverOptions: new SimulatedBbbServerOptions { Codecs = serverSpeaks },
            prepare: (running, section) =>
            {
                section["Trunks"] = new[] { new { Name = "carrier", Mode = "Static", AllowedSources = new[] { "127.0.0.0/8" }, Codecs = trunkOption ?? all } };
                section["Servers"] = new[]
                {
                    new { running.Server.Name, ApiUrl = running.Server.ApiUrl.ToString(), running.Server.Secret, SipUri = running.Server.SipUriTemplate, Codecs = serverOption ?? all },
                };
            });
        return new Site(service);
    }

    private sealed record Site(RunningService Service) : IAsyncDisposable
    {
        public async Task<Joined> JoinAsync(CarrierCall placed)
        {
            var meeting = Service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
            var pin = await Service.ReserveAsync("room", Cancel);
            var call = await Service.AnsweredCallAsync(Cancel, placed);
            await call.WaitForPromptAsync(Cancel);
            await call.SendDigitsAsync(pin, Cancel);
            var conference = Service.Server.Conference(meeting.VoiceBridge);
            return new Joined(call, conference, await conference.WaitForParticipantAsync(Cancel));
        }

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }

    private sealed record Joined(SimulatedCall Call, Conference Conference, Participant Participant)
    {
        public Task AssertBothAreHeardAsync() => Conversation.BothAreHeardAsync(Call, Conference, Participant.Heard, Cancel);

        /// <summary>Ends when each side speaks its codec: they may hear each other before the caller has followed.</summary>
        public async Task AssertCodecsAsync(AudioCodec ofCaller, AudioCodec ofServer)
        {
            try
            {
                await Waiting.UntilAsync(() => (Call.Codec, Participant.Codec) == (ofCaller, ofServer), Cancel);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"The caller speaks {Call.Codec} and the server {Participant.Codec}, instead of {ofCaller} and {ofServer}.");
            }
        }
    }
}
