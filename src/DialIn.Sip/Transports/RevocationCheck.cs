namespace DialIn.Sip.Transports;

/// <summary>How it is found out whether a certificate was withdrawn by its issuer.</summary>
public enum RevocationCheck
{
    /// <summary>The issuer's list is fetched; if nobody answers within three seconds the certificate is taken: a carrier must not go with its issuer's web server.</summary>
    Online,

    /// <summary>Only lists that the system has already.</summary>
    Offline,

    /// <summary>Not at all: for a private issuer without a list.</summary>
    None,
}
