using System.Security.Cryptography.X509Certificates;

namespace DialIn.Sip.Transports;

/// <summary>What makes us believe a peer's certificate, and what we show to that peer.</summary>
public sealed record TlsTrust
{
    /// <summary>The system's roots, the name that was asked for, and no certificate of our own.</summary>
    public static TlsTrust System { get; } = new();

    /// <summary>Whom it is about, such as a trunk: what a peer that it verifies is known as.</summary>
    public string Name { get; init; } = "";

    /// <summary>The roots to believe, and no others; null takes those of the system.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>The roots to believe as a file has them now, instead of <see cref="Roots"/>; null for none.</summary>
    public RootsSource? RootsSource { get; init; }

    /// <summary>The roots of this moment.</summary>
    internal X509Certificate2Collection? CurrentRoots => RootsSource?.Current ?? Roots;

    /// <summary>
    /// Names that the peer's certificate may show, each equal as a whole: <c>*.example.org</c> stands for a certificate that says
    /// just that. Beside the server's name where we connect; alone where the peer does.
    /// </summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// Whether this server is shown credentials: then only a connection that we opened to it by this name serves, and none that
    /// somebody opened to us from its address.
    /// </summary>
    public bool IsShownCredentials { get; init; }

    /// <summary>Whether certificates may have been withdrawn.</summary>
    public RevocationCheck Revocation { get; init; } = RevocationCheck.Online;

    /// <summary>The certificate that we show where the peer asks for one; null shows none.</summary>
    public CertificateSource? Certificate { get; init; }
}
