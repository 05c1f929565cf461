using DialIn.Calls;

namespace DialIn.Tests.Storage;

/// <summary>Call records for tests.</summary>
internal static class CallRecords
{
    /// <summary>The record of a call that was refused.</summary>
    public static CallRecord Of(string id, DateTimeOffset endedAt) => new()
    {
        Id = id,
        StartedAt = endedAt.AddMinutes(-5),
        EndedAt = endedAt,
        Trunk = "carrier",
        CalledNumber = "+4961511234567",
        Caller = "+49…34",
        Result = "Caller",
        Reason = "NoPin",
    };
}
