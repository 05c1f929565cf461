using System.Net.Sockets;

namespace DialIn.Media.Relay;

/// <summary>Waits for datagrams on many sockets at once. All but <see cref="Wake"/> belongs to one thread.</summary>
internal interface IPoller : IDisposable
{
    /// <summary>Starts to watch a bound, non-blocking socket. The socket stays its owner's.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="receiver">Who takes its datagrams.</param>
    PolledSocket Add(Socket socket, IDatagramReceiver receiver);

    /// <summary>Stops watching, before the owner closes the socket.</summary>
    void Remove(PolledSocket socket);

    /// <summary>Waits until a socket can be read, somebody calls <see cref="Wake"/>, or the deadline is there.</summary>
    /// <param name="ready">Takes the sockets that can be read; those that do not fit are told of next time.</param>
    /// <param name="now">What the caller's clock shows.</param>
    /// <param name="deadline">Until when on that clock; <see cref="TimeSpan.MaxValue"/> for ever. The same one again costs least.</param>
    /// <returns>How many can be read; 0 after a wake-up or the deadline.</returns>
    int Wait(Span<PolledSocket> ready, TimeSpan now, TimeSpan deadline);

    /// <summary>Lets packets gather: sleeps, where the system can do so for less than a millisecond. <see cref="Wake"/> does not end it.</summary>
    /// <param name="time">How long, more than nothing.</param>
    void Pause(TimeSpan time);

    /// <summary>Ends the current or the next <see cref="Wait"/>. From any thread.</summary>
    void Wake();
}
