using Dapper;
using DialIn.Operations.ProofCalls;

namespace DialIn.Storage;

/// <summary>The verdicts of proof calls in a database. Times are stored in whole milliseconds.</summary>
internal sealed class SqliteProofCallStore(SqliteDatabase database) : IProofCallStore
{
    // The last ones of each trunk and way.
    private const string Last =
        """
        (SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY trunk, is_loop ORDER BY at DESC, id) AS place FROM proof_calls) AS placed WHERE place <= @Kept)
        """;

    /// <inheritdoc/>
    public Task AddAsync(ProofVerdict verdict, DateTimeOffset deleteBefore, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            connection.Execute(
                """
                INSERT INTO proof_calls (id, at, trunk, number, is_loop, of_room, fault, text, answer_ms, audio_ms, tone_there, tone_back, loss, jitter_ms, mos, codec, call_id)
                VALUES (@Id, @At, @Trunk, @Number, @IsLoop, @IsOfRoom, @Fault, @Says, @TimeToAnswer, @TimeToAudio, @ToneThere, @ToneBack, @Loss, @Jitter, @Mos, @Codec, @CallId)
                """,
                Row.From(verdict),
                transaction);
            return connection.Execute(
                $"DELETE FROM proof_calls WHERE at < @Moment AND id NOT IN {Last}", new { Moment = deleteBefore.ToUnixTimeMilliseconds(), Kept = ProofBook.KeptOfEach }, transaction);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProofVerdict>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<IReadOnlyList<ProofVerdict>>(
            connection =>
            [
                .. connection.Query<Row>(
                    $"""
                    SELECT id AS Id, at AS At, trunk AS Trunk, number AS Number, is_loop AS IsLoop, of_room AS IsOfRoom, fault AS Fault, text AS Says, answer_ms AS TimeToAnswer, audio_ms AS TimeToAudio,
                        tone_there AS ToneThere, tone_back AS ToneBack, loss AS Loss, jitter_ms AS Jitter, mos AS Mos, codec AS Codec, call_id AS CallId
                    FROM proof_calls WHERE id IN (SELECT id FROM proof_calls ORDER BY at DESC, id LIMIT @Limit) OR id IN {Last}
                    ORDER BY at DESC, id
                    """,
                    new { Limit = limit, Kept = ProofBook.KeptOfEach }).Select(static row => row.ToVerdict()),
            ],
            cancellationToken);
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public long At { get; init; }

        public string Trunk { get; init; } = "";

        public string Number { get; init; } = "";

        public long IsLoop { get; init; }

        public long IsOfRoom { get; init; }

        public string Fault { get; init; } = "";

        public string Says { get; init; } = "";

        public double? TimeToAnswer { get; init; }

        public double? TimeToAudio { get; init; }

        public long? ToneThere { get; init; }

        public long? ToneBack { get; init; }

        public double? Loss { get; init; }

        public double? Jitter { get; init; }

        public double? Mos { get; init; }

        public string? Codec { get; init; }

        public string? CallId { get; init; }

        public static Row From(ProofVerdict verdict) => new()
        {
            Id = verdict.Id,
            At = verdict.At.ToUnixTimeMilliseconds(),
            Trunk = verdict.Trunk,
            Number = verdict.Number,
            IsLoop = verdict.IsLoop ? 1 : 0,
            IsOfRoom = verdict.IsOfRoom ? 1 : 0,
            Fault = verdict.Fault,
            Says = verdict.Says,
            TimeToAnswer = verdict.TimeToAnswer,
            TimeToAudio = verdict.TimeToAudio,
            ToneThere = Number01(verdict.ToneThere),
            ToneBack = Number01(verdict.ToneBack),
            Loss = verdict.Loss,
            Jitter = verdict.Jitter,
            Mos = verdict.Mos,
            Codec = verdict.Codec,
            CallId = verdict.CallId,
        };

        public ProofVerdict ToVerdict() => new()
        {
            Id = Id,
            At = DateTimeOffset.FromUnixTimeMilliseconds(At),
            Trunk = Trunk,
            Number = Number,
            IsLoop = IsLoop != 0,
            IsOfRoom = IsOfRoom != 0,
            IsGood = Fault == nameof(ProofFault.None),
            Fault = Fault,
            Says = Says,
            TimeToAnswer = TimeToAnswer,
            TimeToAudio = TimeToAudio,
            ToneThere = ToneThere is { } there ? there != 0 : null,
            ToneBack = ToneBack is { } back ? back != 0 : null,
            Loss = Loss,
            Jitter = Jitter,
            Mos = Mos,
            Codec = Codec,
            CallId = CallId,
        };

        private static long? Number01(bool? value) => value is { } known ? (known ? 1 : 0) : null;
    }
}
