namespace DialIn.Pins;

/// <summary>Too many PINs of one length are taken to find new ones. The remedy is a greater <c>DialIn:Pins:Length</c>.</summary>
internal sealed class PinSpaceExhaustedException(int length, int added, int wanted) : Exception(
    $"Only {added} of {wanted} new PINs were added: most PINs of {length} digits are taken. Set DialIn:Pins:Length to {length + 1} or more.");
