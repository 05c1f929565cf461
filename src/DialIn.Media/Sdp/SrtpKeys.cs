namespace DialIn.Media.Sdp;

/// <summary>What offer and answer agreed on for the encryption of a stream. RFC 4568 §5.1.</summary>
/// <param name="Tag">The tag of the chosen <c>a=crypto</c> line.</param>
/// <param name="Local">What we send with.</param>
/// <param name="Remote">What the peer sends with; of the same suite.</param>
public sealed record SrtpKeys(int Tag, MasterKey Local, MasterKey Remote)
{
    /// <summary>The suite of both keys.</summary>
    public CryptoSuite Suite => Local.Suite;
}
