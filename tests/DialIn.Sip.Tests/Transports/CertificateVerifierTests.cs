using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Tests.Transports;

/// <summary>Certificates that no library would write.</summary>
public sealed class CertificateVerifierTests
{
    private const string Name = "carrier.example";

    [Fact]
    public void Purpose_ThatCannotBeRead_IsAFaultAndNoException()
    {
        using var certificate = SelfSigned(Name, new X509Extension("2.5.29.37", [0x30, 0x7f, 0x01], critical: false));
        var trust = new TlsTrust { Name = "carrier", Names = [Name], Revocation = RevocationCheck.None };

        Assert.Equal("its certificate cannot be read", CertificateVerifier.VerifyClient(certificate, [], [trust], out var client));
        Assert.Equal("its certificate cannot be read", CertificateVerifier.VerifyServer(certificate, [], Name, trust, out var server));
        Assert.Null(client);
        Assert.Null(server);
    }

    [Fact]
    public void Name_WithALineEnd_StaysOneLineOfTheLog()
    {
        using var certificate = SelfSigned("a\nWarning: all is lost" + new string('x', 1000));
        var trust = new TlsTrust { Name = "carrier", Names = [Name], Revocation = RevocationCheck.None };

        var fault = CertificateVerifier.VerifyClient(certificate, [], [trust], out _);

        Assert.StartsWith("its certificate is for a?warning: all is lost", fault, StringComparison.Ordinal);
        Assert.InRange(fault!.Length, 1, 300);
    }

    private static X509Certificate2 SelfSigned(string name, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (names.PushSequence())
        {
            names.WriteCharacterString(
                System.Formats.Asn1.UniversalTagNumber.IA5String, name, new System.Formats.Asn1.Asn1Tag(System.Formats.Asn1.TagClass.ContextSpecific, 2));
        }

        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", names.Encode(), critical: false));
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
