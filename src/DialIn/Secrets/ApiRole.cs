namespace DialIn.Secrets;

/// <summary>What a token of the HTTP interface is good for.</summary>
internal enum ApiRole
{
    /// <summary>A front end: rooms and their PINs.</summary>
    Frontend,

    /// <summary>Somebody who looks on: calls, trunks, servers, and which rooms have PINs, but no PIN.</summary>
    Monitor,

    /// <summary>Everything.</summary>
    Admin,
}
