using Dapper;
using DialIn.Operations.ProofCalls;

namespace DialIn.Storage;

/// <summary>The verdicts of proof calls in a database. Times are stored in whole milliseconds.</summary>
internal sealed class SqliteProofCallStore(SqliteDatabase database) : IProofCallStore
{
    /// <inheritdoc/>
    public Task AddAsync(ProofVerdict verdict, DateTimeOffset deleteBefore, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) =>
        {
            connection.Execute("DELETE FROM proof_calls WHERE at < @Moment", new { Moment = deleteBefore.ToUnixTimeMilliseconds() }, transaction);
            return connection.Execute(
                """
                INSERT INTO proof_calls (id, at, trunk, number, is_loop, fault, text, answer_ms, audio_ms, tone_there, tone_back, loss, jitter_ms, mos, codec, call_id)
                VALUES (@Id, @At, @Trunk, @Number, @IsLoop, @Fault, @Text, @AnswerMs, @AudioMs, @ToneThere, @ToneBack, @Loss, @JitterMs, @Mos, @Codec, @CallId)
                """,
                Row.From(verdict),
                transaction);
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
                    """
                    SELECT id AS Id, at AS At, trunk AS Trunk, number AS Number, is_loop AS IsLoop, fault AS Fault, text AS Text, answer_ms AS AnswerMs, audio_ms AS AudioMs,
                        tone_there AS ToneThere, tone_back AS ToneBack, loss AS Loss, jitter_ms AS JitterMs, mos AS Mos, codec AS Codec, call_id AS CallId
                    FROM proof_calls ORDER BY at DESC, id LIMIT @Limit
                    """,
                    new { Limit = limit }).Select(static row => row.ToVerdict()),
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

        public string Fault { get; init; } = "";

        public string Text { get; init; } = "";

        public double? AnswerMs { get; init; }

        public double? AudioMs { get; init; }

        public long? ToneThere { get; init; }

        public long? ToneBack { get; init; }

        public double? Loss { get; init; }

        public double? JitterMs { get; init; }

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
            Fault = verdict.Fault,
            Text = verdict.Text,
            AnswerMs = verdict.AnswerMs,
            AudioMs = verdict.AudioMs,
            ToneThere = Number01(verdict.ToneThere),
            ToneBack = Number01(verdict.ToneBack),
            Loss = verdict.Loss,
            JitterMs = verdict.JitterMs,
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
            IsGood = Fault == nameof(ProofFault.None),
            Fault = Fault,
            Text = Text,
            AnswerMs = AnswerMs,
            AudioMs = AudioMs,
            ToneThere = ToneThere is { } there ? there != 0 : null,
            ToneBack = ToneBack is { } back ? back != 0 : null,
            Loss = Loss,
            JitterMs = JitterMs,
            Mos = Mos,
            Codec = Codec,
            CallId = CallId,
        };

        private static long? Number01(bool? value) => value is { } known ? (known ? 1 : 0) : null;
    }
}
