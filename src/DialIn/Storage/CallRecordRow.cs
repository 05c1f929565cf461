using DialIn.Calls;

namespace DialIn.Storage;

/// <summary>A <see cref="CallRecord"/> as the database's types have it.</summary>
internal sealed class CallRecordRow
{
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

    public double? TrunkMos { get; init; }

    public double? TrunkLowestMos { get; init; }

    public double? TrunkLoss { get; init; }

    public double? TrunkJitter { get; init; }

    public double? TrunkRoundTrip { get; init; }

    public double? TrunkSentMos { get; init; }

    public double? TrunkSentLoss { get; init; }

    public double? ConferenceMos { get; init; }

    public double? ConferenceLowestMos { get; init; }

    public double? ConferenceLoss { get; init; }

    public double? ConferenceJitter { get; init; }

    public double? ConferenceRoundTrip { get; init; }

    public double? ConferenceSentMos { get; init; }

    public double? ConferenceSentLoss { get; init; }

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
        TrunkMos = record.TrunkQuality?.Mos,
        TrunkLowestMos = record.TrunkQuality?.LowestMos,
        TrunkLoss = record.TrunkQuality?.Loss,
        TrunkJitter = record.TrunkQuality?.Jitter,
        TrunkRoundTrip = record.TrunkQuality?.RoundTrip,
        TrunkSentMos = record.TrunkQuality?.SentMos,
        TrunkSentLoss = record.TrunkQuality?.SentLoss,
        ConferenceMos = record.ConferenceQuality?.Mos,
        ConferenceLowestMos = record.ConferenceQuality?.LowestMos,
        ConferenceLoss = record.ConferenceQuality?.Loss,
        ConferenceJitter = record.ConferenceQuality?.Jitter,
        ConferenceRoundTrip = record.ConferenceQuality?.RoundTrip,
        ConferenceSentMos = record.ConferenceQuality?.SentMos,
        ConferenceSentLoss = record.ConferenceQuality?.SentLoss,
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
        TrunkQuality = Quality(TrunkMos, TrunkLowestMos, TrunkLoss, TrunkJitter, TrunkRoundTrip, TrunkSentMos, TrunkSentLoss),
        ConferenceQuality = Quality(
            ConferenceMos, ConferenceLowestMos, ConferenceLoss, ConferenceJitter, ConferenceRoundTrip, ConferenceSentMos, ConferenceSentLoss),
    };

    private static CallQuality? Quality(double? mos, double? lowestMos, double? loss, double? jitter, double? roundTrip, double? sentMos, double? sentLoss) =>
        mos is null && sentMos is null
            ? null
            : new CallQuality { Mos = mos, LowestMos = lowestMos, Loss = loss, Jitter = jitter, RoundTrip = roundTrip, SentMos = sentMos, SentLoss = sentLoss };
}
