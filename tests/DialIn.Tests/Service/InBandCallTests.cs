using DialIn.Media.Codecs;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;

namespace DialIn.Tests.Service;

/// <summary>Callers whose keys come as tones in the audio.</summary>
public class InBandCallTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Offers { get; } = new() { { "PCMA", 0 }, { "PCMU", 0 }, { "G722", 0 }, { "PCMA", 101 } };

    [Theory]
    [MemberData(nameof(Offers))]
    public async Task CallerWithTonesAlone_GetsIn_WhateverWasNegotiated(string codec, int telephoneEvent)
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        await using var call = await service.AnsweredCallAsync(Cancel, Caller(codec, telephoneEvent));
        await call.WaitForPromptAsync(Cancel);

        await call.SendTonesAsync(pin, Cancel);

        var participant = await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);
        Assert.Equal(codec, participant.Codec.EncodingName);
    }

    [Fact]
    public async Task EachKey_ToldByEventAndByTones_CountsOnce()
    {
        await using var service = await RunningService.StartAsync(Cancel, Trunk("Always"));
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        await using var call = await service.AnsweredCallAsync(Cancel);
        await call.WaitForPromptAsync(Cancel);

        foreach (var key in pin)
        {
            // The gateway sends the event first, and its tones are still in the audio after it.
            await call.SendDigitsAsync($"{key}", Cancel);
            await call.SendTonesAsync($"{key}", Cancel);
        }

        await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);
    }

    [Fact]
    public async Task Tones_WhereTheTrunkNeverHasAny_AreOnlySound()
    {
        await using var service = await RunningService.StartAsync(Cancel, Trunk("Never"));
        service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        await using var call = await service.AnsweredCallAsync(Cancel);
        await call.WaitForPromptAsync(Cancel);

        await call.SendTonesAsync(pin, Cancel);

        Assert.Equal("EnteringPin", Assert.Single(service.Calls.Snapshot()).Phase);
        Assert.Empty(service.Server.Conferences.SelectMany(conference => conference.Everybody));
    }

    private static CarrierCall Caller(string codec, int telephoneEvent) => new()
    {
        From = RunningService.Caller,
        To = RunningService.Number,
        Codecs = [AudioCodec.All.Single(known => known.EncodingName == codec)],
        TelephoneEventPayloadType = telephoneEvent == 0 ? null : (byte)telephoneEvent,
    };

    private static Action<Dictionary<string, object>> Trunk(string inBandDigits) => section =>
        section["Trunks"] = new[] { new { Name = "carrier", Mode = "Static", AllowedSources = new[] { "127.0.0.0/8" }, InBandDigits = inBandDigits } };
}
