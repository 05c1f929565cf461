namespace DialIn.Trunks;

/// <summary>
/// Who may come in: the one place that knows the three ways in which a carrier shows who it is. Its network or its TLS
/// certificate name a trunk; a trunk that has a password asks for that as well. Pure.
/// </summary>
internal static class EntryRules
{
    /// <summary>Decides.</summary>
    /// <param name="trunks">What each trunk asks for, in the order of the configuration.</param>
    /// <param name="evidence">What is known of the peer.</param>
    public static Entry Decide(IReadOnlyList<EntryDemand> trunks, EntryEvidence evidence)
    {
        EntryDemand? open = null;
        var asking = new List<EntryDemand>();
        foreach (var trunk in InOrderOf(trunks, evidence))
        {
            if (trunk.Username is null)
            {
                open ??= trunk;
            }
            else if (trunk.Username == evidence.ProvedUser)
            {
                return new Entry(EntryKind.Trunk, trunk.Name);
            }
            else
            {
                asking.Add(trunk);
            }
        }

        return open is not null ? new Entry(EntryKind.Trunk, open.Name)
            : asking is [var first, ..] ? new Entry(first.IsAnywhere ? EntryKind.AskStranger : EntryKind.AskKnown, first.Name, Offered(asking, first.IsAnywhere))
            : new Entry(evidence.IsServer ? EntryKind.Server : EntryKind.Stranger, null);
    }

    // Who of them it is shows with the answer: one that takes SHA-256 must be able to give it.
    private static OfferedDigests Offered(IEnumerable<EntryDemand> asking, bool isAnywhere) =>
        asking.Where(trunk => trunk.IsAnywhere == isAnywhere).All(static trunk => trunk.Algorithms == OfferedDigests.Md5) ? OfferedDigests.Md5 : OfferedDigests.Sha256AndMd5;

    // A certificate says who it is, an address only where it comes from; the narrower the network, the more it says.
    private static IEnumerable<EntryDemand> InOrderOf(IReadOnlyList<EntryDemand> trunks, EntryEvidence evidence) =>
        evidence.TrunksOfCertificate.Concat(evidence.TrunksOfNetwork)
            .Select(name => trunks.FirstOrDefault(trunk => trunk.Name == name))
            .OfType<EntryDemand>()
            .Concat(trunks.Where(static trunk => trunk.IsAnywhere));
}

/// <summary>What a trunk asks of whoever calls through it.</summary>
/// <param name="Name">The trunk.</param>
/// <param name="IsAnywhere">It is met wherever it comes from: the password is all that is asked.</param>
/// <param name="Username">The user that must be proved; null if it asks for none.</param>
/// <param name="Algorithms">How it may be proved.</param>
internal sealed record EntryDemand(string Name, bool IsAnywhere, string? Username, OfferedDigests Algorithms = OfferedDigests.Sha256AndMd5)
{
    /// <summary>The demand of a trunk of the configuration.</summary>
    public static EntryDemand Of(TrunkOptions trunk)
    {
        var username = TrunkAccount.Incoming(trunk)?.Username;
        return new EntryDemand(trunk.Name, username is not null && trunk.AllowedSources.Count == 0 && trunk.CertificateNames.Count == 0, username, trunk.Authentication.Algorithms);
    }
}

/// <summary>What is known of a peer when its request comes.</summary>
/// <param name="TrunksOfCertificate">The trunks whose certificate it has shown.</param>
/// <param name="TrunksOfNetwork">The trunks whose networks hold its address, the narrowest network first.</param>
/// <param name="IsServer">Its address is a conference server's.</param>
/// <param name="ProvedUser">The user that its credentials prove, if they are right.</param>
internal sealed record EntryEvidence(IReadOnlyList<string> TrunksOfCertificate, IReadOnlyList<string> TrunksOfNetwork, bool IsServer, string? ProvedUser);

/// <summary>What follows.</summary>
/// <param name="Kind">What.</param>
/// <param name="Trunk">The trunk that is entered, or the first one that wants credentials.</param>
/// <param name="Algorithms">How credentials may be proved, where they are wanted.</param>
internal sealed record Entry(EntryKind Kind, string? Trunk, OfferedDigests Algorithms = OfferedDigests.Sha256AndMd5);

/// <summary>The ways in which a request fares at the door.</summary>
internal enum EntryKind
{
    /// <summary>It enters as a trunk's.</summary>
    Trunk,

    /// <summary>It enters as a conference server's.</summary>
    Server,

    /// <summary>Credentials are wanted, of a source in a trunk's networks.</summary>
    AskKnown,

    /// <summary>Credentials are wanted, of a source that nobody knows.</summary>
    AskStranger,

    /// <summary>Nothing that it could show would let it in.</summary>
    Stranger,
}
