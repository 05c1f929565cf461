using System.ComponentModel;
using System.Globalization;
using DialIn.Calls;
using DialIn.Meetings;
using DialIn.Trunks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations.Api;

/// <summary>The live state, for those who look on.</summary>
internal static class StateEndpoints
{
    /// <summary>Calls of a page, unless the request says how many: all of a machine, mostly.</summary>
    public const int UsualPage = Page.MaxLimit;

    /// <summary>Adds <c>/calls</c>, <c>/trunks</c> and <c>/servers</c>.</summary>
    public static void MapState(this IEndpointRouteBuilder api)
    {
        var state = api.MapGroup("").RequireAuthorization(ApiPolicies.State).WithTags("State");
        state.MapGet("/calls", List)
            .WithName("ListCalls")
            .WithSummary("Calls that are up")
            .WithDescription("The longest first, page by page: the Link header leads to the next page. Callers are masked.")
            .Produces<IReadOnlyList<LiveCall>>()
            .WithProblems(StatusCodes.Status400BadRequest);
        state.MapGet("/trunks", static (TrunkRegistrations trunks) => trunks.Statuses)
            .WithName("ListTrunks")
            .WithSummary("Trunks and their accounts")
            .WithDescription("All of them, each with a sentence on how it is.")
            .WithProblems();
        state.MapGet("/servers", static (MeetingDirectory meetings) => meetings.Servers.Select(static server => new ServerAnswer(
                server.Name, server.State.ToString(), server.Meetings, server.AnsweredAt)))
            .WithName("ListServers")
            .WithSummary("BBB servers")
            .WithDescription("All of them, and whether their API answers.")
            .WithProblems();
    }

    private static IResult List(
        [Description("Most calls of a page.")] string? limit,
        [Description("Where the page begins: as the Link header of the page before has it.")] string? cursor,
        LiveCalls calls,
        HttpContext context)
    {
        var faults = new Dictionary<string, string>();
        var page = Page.Read(limit, cursor, UsualPage, faults);
        return faults.Count > 0
            ? ApiProblems.Of(faults)
            : Results.Ok(page.Cut(
                [.. calls.Snapshot().OrderBy(KeyOf, StringComparer.Ordinal).SkipWhile(call => page.After is { } after && string.CompareOrdinal(KeyOf(call), after) <= 0).Take(page.Limit + 1)],
                KeyOf,
                context));
    }

    private static string KeyOf(LiveCall call) => string.Create(CultureInfo.InvariantCulture, $"{call.StartedAt.UtcTicks:D19}/{call.Id}");

    private sealed record ServerAnswer(
        [property: Description("The server's name.")] string Name,
        [property: Description("Whether its API answers.")] string State,
        [property: Description("Meetings when it answered last.")] int Meetings,
        [property: Description("When it answered last; null if it never did.")] DateTimeOffset? AnsweredAt);
}
