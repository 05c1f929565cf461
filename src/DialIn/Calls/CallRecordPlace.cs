using System.Globalization;

namespace DialIn.Calls;

/// <summary>Where a record stands among all, the newest first.</summary>
/// <param name="EndedAt">When the call ended, in whole milliseconds since 1970.</param>
/// <param name="Id">The call's id.</param>
internal sealed record CallRecordPlace(long EndedAt, string Id)
{
    /// <summary>A record's place.</summary>
    public static CallRecordPlace Of(CallRecord record) => new(record.EndedAt.ToUnixTimeMilliseconds(), record.Id);

    /// <summary>Reads what <see cref="ToString"/> has written; null if it is anything else.</summary>
    public static CallRecordPlace? Read(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && long.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var endedAt)
            ? new CallRecordPlace(endedAt, text[(slash + 1)..])
            : null;
    }

    /// <summary>As the API's cursor has it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EndedAt}/{Id}");
}
