using System.ComponentModel;
using DialIn.Calls;
using DialIn.Meetings;

namespace DialIn.Operations.Api;

/// <summary>How a BBB server is.</summary>
internal sealed record ServerAnswer(
    [property: Description("The server's name.")] string Name,
    [property: Description("Whether its API answers.")] string State,
    [property: Description("Meetings when it answered last.")] int Meetings,
    [property: Description("Callers in its conferences now, or on the way into them.")] int Callers,
    [property: Description("When it answered last; null if it never did.")] DateTimeOffset? AnsweredAt)
{
    /// <summary>All servers.</summary>
    public static IReadOnlyList<ServerAnswer> All(MeetingDirectory meetings, IEnumerable<LiveCall> calls)
    {
        var callers = calls.Select(static call => call.Server).OfType<string>().CountBy(static name => name).ToDictionary(StringComparer.Ordinal);
        return [.. meetings.Servers.Select(server => new ServerAnswer(
            server.Name, server.State.ToString(), server.Meetings, callers.GetValueOrDefault(server.Name), server.AnsweredAt))];
    }
}
