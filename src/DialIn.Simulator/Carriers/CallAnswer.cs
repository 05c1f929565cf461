namespace DialIn.Simulator.Carriers;

/// <summary>What became of a call that was placed.</summary>
/// <param name="StatusCode">The final SIP status; 408 when nobody answered in time, 503 when nobody could be reached, 487 when it was cancelled.</param>
/// <param name="Reason">Its reason phrase, or our own words.</param>
public sealed record CallAnswer(int StatusCode, string Reason)
{
    /// <summary>Whether somebody took the call.</summary>
    public bool IsAnswered => StatusCode is >= 200 and < 300;
}
