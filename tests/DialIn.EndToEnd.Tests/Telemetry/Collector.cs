using System.Collections.Concurrent;
using System.Net;
using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Telemetry;

/// <summary>An OpenTelemetry collector as far as it takes what is sent by OTLP over HTTP, and keeps the bodies.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _taken = new();
    private readonly Task _running;

    public Collector()
    {
        Url = $"http://127.0.0.1:{FreePorts.Next()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _running = RunAsync();
    }

    public string Url { get; }

    /// <summary>What came to a path, one after the other.</summary>
    public byte[] Bytes(string path) => [.. _taken.Where(taken => taken.Path == path).SelectMany(static taken => taken.Body)];

    public void Dispose()
    {
        _listener.Close();
        _running.GetAwaiter().GetResult();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _taken.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
