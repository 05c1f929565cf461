using DialIn.Pins;

namespace DialIn.Tests.Pins;

/// <summary>PINs for tests.</summary>
internal static class Digits
{
    /// <summary>The PIN with these digits.</summary>
    public static Pin ToPin(this string digits) =>
        Pin.TryParse(digits, out var pin) ? pin : throw new ArgumentException($"{digits} is no PIN", nameof(digits));
}
