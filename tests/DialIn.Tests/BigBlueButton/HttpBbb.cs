using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace DialIn.Tests.BigBlueButton;

/// <summary>A BBB server on a free port of this machine that answers as the test says.</summary>
internal sealed class HttpBbb : IAsyncDisposable
{
    private readonly WebApplication _server;

    private readonly Socket _port;

    private HttpBbb(WebApplication server, Socket port, string apiUrl) => (_server, _port, ApiUrl) = (server, port, apiUrl);

    /// <summary>Base of its API.</summary>
    public string ApiUrl { get; }

    public static async Task<HttpBbb> StartAsync(RequestDelegate answer, bool tls = false, bool compress = false)
    {
        // Holds the port from before the server listens until after it has been stopped: nobody else beside this test can get it, and be taken for the server.
        var port = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen((IPEndPoint)port.LocalEndPoint!, listen =>
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
        var bbb = new HttpBbb(server, port, $"{(tls ? "https" : "http")}://{port.LocalEndPoint}/bigbluebutton/api/");
        try
        {
            await server.StartAsync();
        }
        catch
        {
            await bbb.DisposeAsync();
            throw;
        }

        return bbb;
    }

    /// <summary>From now on nobody listens on the port.</summary>
    public Task StopAsync() => _server.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _port.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
