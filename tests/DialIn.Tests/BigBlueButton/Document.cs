using DialIn.Tests.Repository;

namespace DialIn.Tests.BigBlueButton;

/// <summary>Answers of BBB servers, as files.</summary>
internal static class Document
{
    public static byte[] Read(string name) =>
        File.ReadAllBytes(Path.Combine(Checkout.Root, "tests/DialIn.Tests/BigBlueButton/Documents", name));
}
