namespace DialIn.Storage;

/// <summary>Moments as the database has them: whole milliseconds since 1970 UTC.</summary>
internal static class Moment
{
    /// <summary>From the database.</summary>
    public static DateTimeOffset? Read(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    /// <summary>For the database.</summary>
    public static long? Write(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds();
}
