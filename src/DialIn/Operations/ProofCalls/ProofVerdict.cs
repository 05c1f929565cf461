using System.ComponentModel;

namespace DialIn.Operations.ProofCalls;

/// <summary>What a proof call found. No PIN and no caller is in it.</summary>
internal sealed record ProofVerdict
{
    /// <summary>The call's own id.</summary>
    [Description("Id of this proof call.")]
    public required string Id { get; init; }

    /// <summary>When it was placed.</summary>
    [Description("When it was placed.")]
    public required DateTimeOffset At { get; init; }

    /// <summary>The trunk that it went out by, or as which it came in.</summary>
    [Description("The trunk that was proved.")]
    public required string Trunk { get; init; }

    /// <summary>The number that was called.</summary>
    [Description("The number that was called, one of our own.")]
    public required string Number { get; init; }

    /// <summary>Whether it stayed inside.</summary>
    [Description("Whether the call stayed inside, without the carrier.")]
    public bool IsLoop { get; init; }

    /// <summary>Whether it typed a room's PIN, so that what it found may be of that room.</summary>
    [Description("Whether it typed a room's PIN; what such a call finds may be of that room, so it is no alarm of the trunk.")]
    public bool IsOfRoom { get; init; }

    /// <summary>Whether all was well.</summary>
    [Description("Whether all was well.")]
    public bool IsGood { get; init; }

    /// <summary>What was wrong first: a <see cref="ProofFault"/>.</summary>
    [Description("What was wrong first, in one word; None if nothing was.")]
    public required string Fault { get; init; }

    /// <summary>The same in words.</summary>
    [Description("What was found, and what to look at, in words.")]
    public required string Says { get; init; }

    /// <summary>From the INVITE to the answer, in milliseconds.</summary>
    [Description("Milliseconds from the INVITE to the answer; null without one.")]
    public double? TimeToAnswer { get; init; }

    /// <summary>From the INVITE to the first packet of audio, in milliseconds.</summary>
    [Description("Milliseconds from the INVITE to the first audio; null if none came.")]
    public double? TimeToAudio { get; init; }

    /// <summary>Whether the bridge heard the tone; null where no tone was sent.</summary>
    [Description("Whether the bridge heard the tone that was sent; null where none was.")]
    public bool? ToneThere { get; init; }

    /// <summary>Whether the bridge's tone came back; null where none was expected.</summary>
    [Description("Whether the bridge's own tone came back; null where none was awaited.")]
    public bool? ToneBack { get; init; }

    /// <summary>The share of packets that did not come, or too late, 0 to 1.</summary>
    [Description("Share of packets that did not come, or too late, 0 to 1.")]
    public double? Loss { get; init; }

    /// <summary>Variation of the packets' spacing, in milliseconds.</summary>
    [Description("How much the spacing of packets varied, in milliseconds.")]
    public double? Jitter { get; init; }

    /// <summary>The mean opinion score of what came, 1 to 4.41.</summary>
    [Description("Mean opinion score of what was heard, 1 to 4.41.")]
    public double? Mos { get; init; }

    /// <summary>Encoding name of the audio.</summary>
    [Description("Encoding name of the audio.")]
    public string? Codec { get; init; }

    /// <summary>Our id of the call as it came in; null if it did not, or that is not known.</summary>
    [Description("Id of the call as it came in, for its ladder; null if it is not known.")]
    public string? CallId { get; init; }
}
