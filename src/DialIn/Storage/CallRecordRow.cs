using System.Text.Json;
using System.Text.Json.Serialization;
using DialIn.Calls;

namespace DialIn.Storage;

/// <summary>A <see cref="CallRecord"/> as the database's types have it.</summary>
internal sealed class CallRecordRow
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public required string Id { get; init; }

    public required long StartedAt { get; init; }

    public long? AnsweredAt { get; init; }

    public required long EndedAt { get; init; }

    public required string Trunk { get; init; }

    public required string CalledNumber { get; init; }

    public required string Caller { get; init; }

    public string? Server { get; init; }

    public string? MeetingId { get; init; }

    public string? Codec { get; init; }

    public required string Result { get; init; }

    public required string Reason { get; init; }

    public long? SipStatus { get; init; }

    public string? TrunkCause { get; init; }

    public string? ConferenceCause { get; init; }

    public string? TrunkQuality { get; init; }

    public string? ConferenceQuality { get; init; }

    public static CallRecordRow From(CallRecord record) => new()
    {
        Id = record.Id,
        StartedAt = record.StartedAt.ToUnixTimeMilliseconds(),
        AnsweredAt = record.AnsweredAt?.ToUnixTimeMilliseconds(),
        EndedAt = record.EndedAt.ToUnixTimeMilliseconds(),
        Trunk = record.Trunk,
        CalledNumber = record.CalledNumber,
        Caller = record.Caller,
        Server = record.Server,
        MeetingId = record.MeetingId,
        Codec = record.Codec,
        Result = record.Result,
        Reason = record.Reason,
        SipStatus = record.SipStatus,
        TrunkCause = record.TrunkCause,
        ConferenceCause = record.ConferenceCause,
        TrunkQuality = Write(record.TrunkQuality),
        ConferenceQuality = Write(record.ConferenceQuality),
    };

    public CallRecord ToRecord() => new()
    {
        Id = Id,
        StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(StartedAt),
        AnsweredAt = AnsweredAt is { } answered ? DateTimeOffset.FromUnixTimeMilliseconds(answered) : null,
        EndedAt = DateTimeOffset.FromUnixTimeMilliseconds(EndedAt),
        Trunk = Trunk,
        CalledNumber = CalledNumber,
        Caller = Caller,
        Server = Server,
        MeetingId = MeetingId,
        Codec = Codec,
        Result = Result,
        Reason = Reason,
        SipStatus = (int?)SipStatus,
        TrunkCause = TrunkCause,
        ConferenceCause = ConferenceCause,
        TrunkQuality = Read(TrunkQuality),
        ConferenceQuality = Read(ConferenceQuality),
    };

    private static string? Write(CallQuality? quality) => quality is null ? null : JsonSerializer.Serialize(quality, Json);

    private static CallQuality? Read(string? quality)
    {
        try
        {
            return quality is null ? null : JsonSerializer.Deserialize<CallQuality>(quality, Json);
        }
        catch (JsonException)
        {
            // Somebody else wrote there: one call without figures, and not a list without calls.
            return null;
        }
    }
}
