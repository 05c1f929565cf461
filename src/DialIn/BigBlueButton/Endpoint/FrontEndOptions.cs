namespace DialIn.BigBlueButton.Endpoint;

/// <summary>One entry of <c>BbbEndpoint:FrontEnds</c>: who may call the endpoint.</summary>
internal sealed class FrontEndOptions
{
    /// <summary>Name in logs and commands: letters, digits, <c>-</c>, <c>_</c>, <c>.</c>; unique.</summary>
    public string Name { get; set; } = "";

    /// <summary>The shared secret that it signs with, as if this were a BBB server.</summary>
    public string Secret { get; set; } = "";
}
