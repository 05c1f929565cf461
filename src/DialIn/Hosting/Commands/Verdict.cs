namespace DialIn.Hosting.Commands;

/// <summary>How good a finding is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The bridge works, but not as well as it could.</summary>
    Warning,

    /// <summary>Calls would fail.</summary>
    Fault,
}
