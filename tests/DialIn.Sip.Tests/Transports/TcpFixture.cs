using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.Transports;

/// <summary>A TCP transport with a test's clock, and plain sockets to speak to it, on an address of their own.</summary>
internal sealed class TcpFixture : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly IPAddress _address = LoopbackAddress.Next();
    private readonly List<IDisposable> _sockets = [];

    public TcpFixture(TcpTransportOptions? options = null) =>
        Transport = new TcpTransport(new IPEndPoint(_address, 0), SipLimits.Default, options ?? TcpTransportOptions.Default, Time);

    public FakeTimeProvider Time { get; } = new();

    public RecordingEvents Events { get; } = new();

    public TcpTransport Transport { get; }

    public static async Task<TcpFixture> StartAsync(TcpTransportOptions? options = null)
    {
        var fixture = new TcpFixture(options);
        await fixture.Transport.StartAsync(fixture.Events, CancellationToken.None);
        return fixture;
    }

    /// <summary>A plain socket connected to the transport.</summary>
    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _sockets.Add(socket);
        try
        {
            await socket.ConnectAsync(Transport.LocalEndPoint);
        }
        catch (SocketException)
        {
            // Refused so quickly that connecting saw the reset; whoever reads sees it again.
        }

        return socket;
    }

    /// <summary>A plain listening socket for the transport to connect to.</summary>
    public Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        socket.Bind(new IPEndPoint(_address, 0));
        socket.Listen();
        return socket;
    }

    public async Task<Socket> AcceptAsync(Socket listener)
    {
        var socket = await listener.AcceptAsync().WaitAsync(Patience);
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>The next bytes, exactly as many.</summary>
    public static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var length = await socket.ReceiveAsync(bytes.AsMemory(read)).AsTask().WaitAsync(Patience);
            Assert.NotEqual(0, length);
            read += length;
        }

        return bytes;
    }

    /// <summary>Waits until the other side has closed, having sent nothing more.</summary>
    public static async Task AssertClosedAsync(Socket socket)
    {
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1]).WaitAsync(Patience));
        }
        catch (SocketException)
        {
            // A reset is a way to close, too.
        }
    }

    /// <summary>Lets time pass in small steps until something has happened; each step gives the loops their turn.</summary>
    public async Task PassUntilAsync(Task happened, TimeSpan step, Func<Task>? each = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!happened.IsCompleted && !patience.IsCancellationRequested)
        {
            if (each is not null)
            {
                await each();
            }

            Time.Advance(step);
            await Task.Yield();
        }

        await happened;
    }

    public async ValueTask DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        await Transport.DisposeAsync().AsTask().WaitAsync(Patience);
    }
}
