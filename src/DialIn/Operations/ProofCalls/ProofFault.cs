namespace DialIn.Operations.ProofCalls;

/// <summary>What a proof call has found to be wrong: the first thing that was.</summary>
internal enum ProofFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The call could not be placed at all.</summary>
    NotPlaced,

    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>Nobody answered it.</summary>
    NotAnswered,

    /// <summary>The answer has no codec of ours.</summary>
    NoCommonCodec,

    /// <summary>No audio came.</summary>
    NoAudio,

    /// <summary>It ended before it was through.</summary>
    HungUp,

    /// <summary>The keys of the PIN did not arrive, or the call arrived somewhere else.</summary>
    PinLost,

    /// <summary>The PIN arrived and did not lead where it should.</summary>
    PinRefused,

    /// <summary>What was said did not arrive at the bridge.</summary>
    NoToneThere,

    /// <summary>What the bridge said did not come back.</summary>
    NoToneBack,

    /// <summary>It was heard, and sounds bad.</summary>
    PoorSound,
}
