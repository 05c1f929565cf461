using DialIn.Sip.Authentication;

namespace DialIn.Trunks;

/// <summary>One password, shown to find out whether it is right. Thread-safe.</summary>
internal sealed class ProofSecret(string password) : IDigestSecrets
{
    // 0: not said, 1: accepted, 2: refused.
    private volatile int _verdict;

    /// <summary>Whether the peer asked for it and accepted it.</summary>
    public bool WasAccepted => _verdict == 1;

    /// <summary>Whether the peer asked for it and refused it.</summary>
    public bool WasRefused => _verdict == 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> Find() => [password];

    /// <inheritdoc/>
    public void Report(string password, bool accepted) => _verdict = accepted ? 1 : 2;

    /// <summary>Never the password.</summary>
    public override string ToString() => "****";
}
