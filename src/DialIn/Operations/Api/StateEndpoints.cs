using System.ComponentModel;
using System.Globalization;
using DialIn.Calls;
using DialIn.Meetings;
using DialIn.Pins;
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

    /// <summary>Adds <c>/calls</c>, <c>/call-records</c>, <c>/trunks</c>, <c>/servers</c> and <c>/pins</c>.</summary>
    public static void MapState(this IEndpointRouteBuilder api)
    {
        var state = api.MapGroup("").RequireAuthorization(ApiPolicies.State).WithTags("State");
        state.MapGet("/calls", List)
            .WithName("ListCalls")
            .WithSummary("Calls that are up")
            .WithDescription("The longest first, page by page: the Link header leads to the next page. Callers are masked.")
            .Produces<IReadOnlyList<LiveCall>>()
            .WithProblems(StatusCodes.Status400BadRequest);
        state.MapGet("/call-records", ListRecordsAsync)
            .WithName("ListCallRecords")
            .WithSummary("Calls that have ended")
            .WithDescription("The newest first, as far back as Storage:KeepCallRecords keeps them, page by page: the Link header leads to the next page. Callers are masked.")
            .Produces<IReadOnlyList<CallRecord>>()
            .WithProblems(StatusCodes.Status400BadRequest);
        state.MapGet("/trunks", static (TrunkDesk trunks) => trunks.Statuses)
            .WithName("ListTrunks")
            .WithSummary("Trunks and their accounts")
            .WithDescription("All of them, each with a sentence on how it is, and how old its password is.")
            .WithProblems();
        state.MapGet("/servers", static (MeetingDirectory meetings, LiveCalls calls) => ServerAnswer.All(meetings, calls.Snapshot()))
            .WithName("ListServers")
            .WithSummary("BBB servers")
            .WithDescription("All of them, whether their API answers, and how many callers are in their conferences.")
            .WithProblems();
        state.MapGet("/pins", async (IPinStore store, PinsOptions options, CancellationToken cancellationToken) =>
                PoolAnswer.Of(await store.CountAsync(cancellationToken).WaitAsync(cancellationToken), options))
            .WithName("CountPins")
            .WithSummary("The pool of PINs")
            .WithDescription("How many PINs are free, lead to a room, or rest. No PIN is in the answer.")
            .WithProblems();
    }

    private static async Task<IResult> ListRecordsAsync(
        [Description("Most calls of a page.")] string? limit,
        [Description("Where the page begins: as the Link header of the page before has it.")] string? cursor,
        ICallRecordStore records,
        HttpContext context)
    {
        var faults = new Dictionary<string, string>();
        var (page, after) = Page.Read(limit, cursor, MeetingEndpoints.UsualPage, CallRecordPlace.Read, faults);
        if (faults.Count > 0)
        {
            return ApiProblems.Of(faults);
        }

        var list = await records.ListAfterAsync(after, page.Limit + 1, context.RequestAborted).WaitAsync(context.RequestAborted);
        return Results.Ok(page.Cut(list, static record => CallRecordPlace.Of(record).ToString(), context));
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
}
