using DialIn.Simulator;

namespace DialIn.EndToEnd.Tests.Meetings;

/// <summary>How a BBB server goes away.</summary>
public enum Outage
{
    /// <summary>It is shut down: its conferences say BYE, then nothing listens any more.</summary>
    Stopped,

    /// <summary>It loses its power: nobody is told.</summary>
    Killed,
}

internal static class OutageExtensions
{
    /// <summary>Lets it happen to a server.</summary>
    public static async Task BringOverAsync(this Outage outage, SimulatedBbbServer server, CancellationToken cancel)
    {
        if (outage == Outage.Killed)
        {
            server.Kill();
        }
        else
        {
            await server.StopAsync(cancel);
        }
    }
}
