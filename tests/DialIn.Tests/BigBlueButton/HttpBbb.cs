using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.BigBlueButton;

/// <summary>A BBB server on a free port of this machine that answers as the test says.</summary>
internal sealed class HttpBbb : IAsyncDisposable
{
    private readonly WebApplication _server;

    private HttpBbb(WebApplication server, string apiUrl) => (_server, ApiUrl) = (server, apiUrl);

    /// <summary>Base of its API.</summary>
    public string ApiUrl { get; }

    public static async Task<HttpBbb> StartAsync(RequestDelegate answer, bool tls = false, bool compress = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (tls)
            {
                listen.UseHttps(SelfSigned());
            }
        }));
        builder.Services.AddResponseCompression(static options => options.MimeTypes = ["text/xml"]);
        var server = builder.Build();
        if (compress)
        {
            server.UseResponseCompression();
        }

        server.Run(answer);
        await server.StartAsync();
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new HttpBbb(server, $"{address}/bigbluebutton/api/");
    }

    /// <summary>Closes the port.</summary>
    public Task StopAsync() => _server.StopAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
