namespace DialIn.Trunks;

/// <summary>What a source gets that is neither a trunk nor a conference server.</summary>
internal enum StrangerPolicy
{
    /// <summary>No answer of any kind.</summary>
    Ignore,

    /// <summary>403 to a request, if that is not larger than the request; only so often.</summary>
    Refuse,
}
