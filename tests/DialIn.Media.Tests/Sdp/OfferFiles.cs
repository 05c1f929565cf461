using DialIn.Media.Sdp;

namespace DialIn.Media.Tests.Sdp;

/// <summary>Offers in the manner of the programs and carriers that the bridge meets, with addresses of the documentation ranges.</summary>
internal static class OfferFiles
{
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.sdp").Select(file => Path.GetFileNameWithoutExtension(file)!).Order();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Sdp", "Offers");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".sdp"));

    public static SessionDescription Parsed(string name) => Description.Parse(Bytes(name));
}
