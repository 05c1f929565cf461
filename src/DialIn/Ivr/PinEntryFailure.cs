namespace DialIn.Ivr;

/// <summary>Why a caller is not asked for a PIN any more.</summary>
internal enum PinEntryFailure
{
    /// <summary>Nothing was typed, however often the caller was asked.</summary>
    NothingEntered,

    /// <summary>Every try was wrong.</summary>
    TriesUsedUp,
}
