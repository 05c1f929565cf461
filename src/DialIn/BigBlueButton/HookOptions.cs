namespace DialIn.BigBlueButton;

/// <summary>Section <c>DialIn:Servers[]:Hooks</c>: the server's bbb-webhooks, which tell of meetings sooner than polls do.</summary>
internal sealed class HookOptions
{
    /// <summary>Where the server reaches <c>POST /hooks/bigbluebutton/{server}</c> of DialIn; DialIn asks the webhooks to call it. Unset: it does not ask.</summary>
    // Unset: bbb-webhooks is an optional package, and only the operator knows DialIn's name as the server sees it.
    public string? CallbackUrl { get; set; }

    /// <summary>The only hash of a checksum that is taken; unset: the one that its length tells.</summary>
    // Unset: webhooks 2.x have SHA-1, later ones what their configuration says.
    public ChecksumAlgorithm? Checksum { get; set; }
}
