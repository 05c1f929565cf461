using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace DialIn.Benchmarks.Load;

/// <summary>
/// A socket of the load driver. Datagrams carry the kernel's own time of arrival, so the driver may read them late and still
/// measure right; and as nobody sleeps on the socket, a relay's send is not charged with waking the driver.
/// </summary>
internal sealed unsafe class LoadSocket : IDisposable
{
    private const int Batch = 64;
    private const int Slot = 256;
    private const int ControlSlot = 64;
    private const int ControlHeader = 16;
    private const int WantedBuffer = 8 << 20;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly int _file;
    private readonly byte* _memory;
    private readonly MessageHeader* _messages;
    private readonly byte* _controls;

    public LoadSocket()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _file = (int)_socket.Handle;
        var on = 1;
        _ = LoadNative.SetOption(_file, LoadNative.SolSocket, LoadNative.TimestampNanoseconds, &on, sizeof(int));
        var size = WantedBuffer;
        if (LoadNative.SetOption(_file, LoadNative.SolSocket, LoadNative.ReceiveBufferForce, &size, sizeof(int)) < 0)
        {
            _socket.ReceiveBufferSize = WantedBuffer; // not root: as much as the system grants
        }

        _memory = (byte*)NativeMemory.AllocZeroed(Batch * Slot);
        _controls = (byte*)NativeMemory.AllocZeroed(Batch * ControlSlot);
        _messages = (MessageHeader*)NativeMemory.AllocZeroed(Batch, (nuint)sizeof(MessageHeader));
        var vectors = (IoVector*)NativeMemory.AllocZeroed(Batch, (nuint)sizeof(IoVector));
        for (var i = 0; i < Batch; i++)
        {
            vectors[i] = new IoVector { Base = _memory + (i * Slot), Length = Slot };
            _messages[i].Vectors = vectors + i;
            _messages[i].VectorCount = 1;
        }
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Send(byte* packet, int length, SocketAddress4* to) =>
        _ = LoadNative.SendTo(_file, packet, (nuint)length, LoadNative.DontWait, to, (uint)sizeof(SocketAddress4));

    /// <summary>Reads what is there, and tells of each datagram.</summary>
    public void Drain(LoadTally tally)
    {
        int count;
        do
        {
            for (var i = 0; i < Batch; i++)
            {
                _messages[i].Control = _controls + (i * ControlSlot);
                _messages[i].ControlLength = ControlSlot;
            }

            count = LoadNative.ReceiveMany(_file, _messages, Batch, LoadNative.DontWait, null);
            for (var i = 0; i < count; i++)
            {
                var time = (TimeSpec*)(_controls + (i * ControlSlot) + ControlHeader);
                tally.Received(new ReadOnlySpan<byte>(_memory + (i * Slot), (int)_messages[i].Received), (time->Seconds * 1_000_000_000) + time->Nanoseconds);
            }
        }
        while (count == Batch);
    }

    public void Dispose() => _socket.Dispose();
}
