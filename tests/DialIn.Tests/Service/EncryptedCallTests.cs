using DialIn.Media.Sdp;
using DialIn.Simulator;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Conferences;
using DialIn.Simulator.Meetings;
using DialIn.Testing;

namespace DialIn.Tests.Service;

/// <summary>Calls whose audio is encrypted, on either side, and what becomes of those whose is not.</summary>
public class EncryptedCallTests
{
    private const int CallEnded = 3001;
    private const int WithoutEncryption = 3020;
    private const int EncryptionEnded = 3021;

    private static readonly MediaSecurity Required = new(SrtpPolicy.Required) { KeysMayTravel = true };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Required", "Off")]
    [InlineData("Allowed", "Required")]
    [InlineData("Off", "Required")]
    public async Task Call_EncryptedOnEitherSide_IsHeardAndHears_AndTheLogSaysSo(string trunk, string server)
    {
        await using var service = await StartAsync(trunk, server, serverSecurity: server == "Off" ? MediaSecurity.Off : Required);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        await using var call = await service.AnsweredCallAsync(Cancel, Call(trunk == "Off" ? MediaSecurity.Off : Required));
        await call.WaitForPromptAsync(Cancel);
        await call.SendDigitsAsync(pin, Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);
        var participant = await conference.WaitForParticipantAsync(Cancel);
        await Conversation.BothAreHeardAsync(call, conference, conference.Heard, Cancel);
        await call.HoldAsync(HoldStyle.SendOnly, Cancel);
        await call.ResumeAsync(Cancel);
        await Conversation.BothAreHeardAsync(call, conference, conference.Heard, Cancel);

        Assert.Equal(trunk == "Off" ? null : "AEAD_AES_256_GCM", call.Negotiated.Srtp?.Suite.Name);
        Assert.Equal(server == "Off" ? null : "AEAD_AES_256_GCM", participant.Negotiated.Srtp?.Suite.Name);
        await call.HangUpAsync();
        await participant.Left.WaitAsync(Cancel);
        var line = await service.Log.WaitAsync(static record => record.Id.Id == CallEnded, Cancel);
        var (first, second) = (trunk == "Off" ? "none" : "AEAD_AES_256_GCM", server == "Off" ? "none" : "AEAD_AES_256_GCM");
        Assert.Contains($"encryption of trunk {first}, of conference {second},", line.Message, StringComparison.Ordinal);
        AssertNoKeys(service, [call.Negotiated.Srtp, participant.Negotiated.Srtp]);
    }

    [Fact]
    [Rfc(4568, "7.1.4")]
    public async Task Keys_ChangedInTheMeeting_TakeOver_WithoutALostPacket()
    {
        await using var service = await StartAsync("Required", "Off");
        var (placed, conference) = await JoinEncryptedAsync(service);
        await using var call = placed;
        var before = call.Negotiated.Srtp!;

        Assert.Equal(200, await call.ChangeKeysAsync(Cancel));
        await Conversation.BothAreHeardAsync(call, conference, conference.Heard, Cancel);

        Assert.NotEqual(before.Local, call.Negotiated.Srtp!.Local);
        Assert.NotEqual(before.Remote, call.Negotiated.Srtp.Remote);
        Assert.Equal(0, call.PacketsUnauthentic);
    }

    [Theory]
    [InlineData("Allowed", 200)]
    [InlineData("Required", 488)]
    public async Task Encryption_ThatTheCarrierEndsInTheMeeting_EndsWhereThatIsAllowed_AndTheLogSaysSo(string trunk, int status)
    {
        await using var service = await StartAsync(trunk, "Off");
        var (placed, conference) = await JoinEncryptedAsync(service);
        await using var call = placed;

        Assert.Equal(status, await call.EndEncryptionAsync(Cancel));
        await Conversation.BothAreHeardAsync(call, conference, conference.Heard, Cancel);

        Assert.Equal(status == 200, call.Negotiated.Srtp is null);
        await call.HangUpAsync();
        await service.Log.WaitAsync(static record => record.Id.Id == CallEnded, Cancel);
        var lines = service.Log.GetSnapshot().Where(static record => record.Id.Id == EncryptionEnded).Select(static record => record.Message);
        Assert.Equal(status == 200 ? ["the audio of the trunk was encrypted (AEAD_AES_256_GCM)"] : [], lines.Select(static line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..line.IndexOf(" and ", StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("Required", true, "Off", "NoCommonEncryption")]
    [InlineData("Allowed", false, "Required", "NoCommonEncryption")]
    [InlineData("Off", true, "Required", "NoCommonCodec")]
    public async Task Call_ThatDoesNotFitTheOption_IsRefused(string option, bool withoutTls, string caller, string reason)
    {
        await using var service = await StartAsync(option, "Off", withoutTls: withoutTls);

        await using var call = await service.CallAsync(Cancel, Call(caller == "Off" ? MediaSecurity.Off : Required));

        Assert.Equal(488, (await call.Answered.WaitAsync(Cancel)).StatusCode);
        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("Carrier", reason), (record.Result, record.Reason));
    }

    [Fact]
    public async Task Server_ThatRefusesEncryption_IsCalledWithout_WhereThatIsAllowed_AndTheLogSaysSo()
    {
        await using var service = await StartAsync("Allowed", "Allowed", serverSecurity: MediaSecurity.Off);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);
        var participant = await conference.WaitForParticipantAsync(Cancel);
        await Conversation.BothAreHeardAsync(call, conference, conference.Heard, Cancel);

        Assert.Null(participant.Negotiated.Srtp);
        Assert.Single(service.Log.GetSnapshot(), static record => record.Id.Id == WithoutEncryption);
    }

    [Fact]
    public async Task Server_ThatRefusesEncryption_IsNotCalledWithout_WhereItIsRequired()
    {
        await using var service = await StartAsync("Allowed", "Required", serverSecurity: MediaSecurity.Off);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var refused = await service.Log.WaitAsync(static record => record.Id.Id == 3011, Cancel);

        Assert.Contains("status 488", refused.Message, StringComparison.Ordinal);
        Assert.Empty(service.Server.Conference(meeting.VoiceBridge).Participants);
        Assert.DoesNotContain(service.Log.GetSnapshot(), static record => record.Id.Id == WithoutEncryption);
    }

    private static Task<RunningService> StartAsync(string trunk, string server, bool withoutTls = true, MediaSecurity? serverSecurity = null) => RunningService.StartAsync(
        Cancel,
        prepare: (service, section) =>
        {
            section["Trunks"] = new[] { new { Name = "carrier", AllowedSources = new[] { "127.0.0.0/8" }, Srtp = trunk, SrtpWithoutTls = withoutTls ? "true" : "false" } };
            section["Servers"] = new[]
            {
                new
                {
                    service.Server.Name,
                    ApiUrl = service.Server.ApiUrl.ToString(),
                    service.Server.Secret,
                    SipUri = service.Server.SipUriTemplate,
                    Srtp = server,
                    SrtpWithoutTls = "true",
                },
            };
        },
        serverOptions: new SimulatedBbbServerOptions { Security = serverSecurity ?? MediaSecurity.Off });

    private static async Task<(SimulatedCall Call, Conference Conference)> JoinEncryptedAsync(RunningService service)
    {
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        var call = await service.AnsweredCallAsync(Cancel, Call(Required));
        await call.WaitForPromptAsync(Cancel);
        await call.SendDigitsAsync(pin, Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);
        await conference.WaitForParticipantAsync(Cancel);
        return (call, conference);
    }

    private static CarrierCall Call(MediaSecurity security) => new() { From = RunningService.Caller, To = RunningService.Number, Security = security };

    private static void AssertNoKeys(RunningService service, IEnumerable<SrtpKeys?> keys)
    {
        var lines = string.Join('\n', service.Log.GetSnapshot().Select(static record => record.Message));
        Assert.All(keys.OfType<SrtpKeys>(), pair =>
        {
            Assert.DoesNotContain(pair.Local.Reveal(), lines, StringComparison.Ordinal);
            Assert.DoesNotContain(pair.Remote.Reveal(), lines, StringComparison.Ordinal);
        });
    }
}
