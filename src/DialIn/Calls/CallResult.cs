namespace DialIn.Calls;

/// <summary>How a call went, or on whose side the reason lies that it did not go well.</summary>
internal enum CallResult
{
    /// <summary>The caller was in the meeting, and the call ended as calls do.</summary>
    Success,

    /// <summary>The caller did not get into a meeting, and nothing is broken: hung up, no right PIN, no meeting.</summary>
    Caller,

    /// <summary>The reason lies with this program: full, being restarted, a fault.</summary>
    Bridge,

    /// <summary>The reason lies with a BBB server.</summary>
    Server,

    /// <summary>The reason lies with the carrier or the network towards it.</summary>
    Carrier,
}
