namespace DialIn.Media.Sdp;

/// <summary>What one session description may cost. The largest real offers (browsers with many codecs) stay below half of each.</summary>
internal static class SdpLimits
{
    public const int Bytes = 16 * 1024;
    public const int Lines = 512;
    public const int Media = 16;
    public const int Formats = 64;
}
