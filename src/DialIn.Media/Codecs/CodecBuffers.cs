namespace DialIn.Media.Codecs;

/// <summary>The one check that all encoders and decoders make of their caller's buffers.</summary>
internal static class CodecBuffers
{
    /// <summary>Returns the needed length, or throws when the destination is shorter.</summary>
    public static int Need(int needed, int available) => needed <= available
        ? needed
        : throw new ArgumentException($"The destination holds {available} elements, {needed} are needed.");
}
