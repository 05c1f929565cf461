using System.Net;
using System.Net.Sockets;

namespace DialIn.Testing;

/// <summary>
/// Loopback addresses for one test alone: all their ports are free whatever else runs on the machine, and nothing comes there that
/// was meant for somebody who had the port before.
/// </summary>
public static class LoopbackAddress
{
    private const int FirstNetwork = 100;
    private const int LastNetwork = 249;

    private static readonly Lock Gate = new();

    // Of all the networks: the addresses of one that is used up are in use still.
    private static readonly List<Socket> Claims = [];

    private static int _network = FirstNetwork - 1;
    private static int _last = ushort.MaxValue;

    /// <summary>The next one, of <c>127.0.0.0/8</c>.</summary>
    public static IPAddress Next()
    {
        lock (Gate)
        {
            if (_last >= ushort.MaxValue - 1)
            {
                Claim();
            }

            _last++;
            return new IPAddress([127, (byte)_network, (byte)(_last >> 8), (byte)_last]);
        }
    }

    // Each process has a network of its own, by a name that nobody else has as long as it lives. The name is no file, and needs no port.
    private static void Claim()
    {
        while (++_network <= LastNetwork)
        {
            var claim = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                claim.Bind(new UnixDomainSocketEndPoint($"\0dialin-tests-127.{_network}"));
                Claims.Add(claim);
                _last = 0;
                return;
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                claim.Dispose();
            }
        }

        throw new InvalidOperationException($"All networks from 127.{FirstNetwork} to 127.{LastNetwork} are in use by other tests.");
    }
}
