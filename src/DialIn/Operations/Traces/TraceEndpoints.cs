using System.ComponentModel;
using System.Text.Json.Serialization;
using DialIn.Operations.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace DialIn.Operations.Traces;

/// <summary>Ladders of calls, for those who look on; traces, for administrators.</summary>
internal static class TraceEndpoints
{
    private const int MostMinutes = 24 * 60;

    /// <summary>Adds <c>/calls/{callId}/ladder</c> and <c>/traces</c>.</summary>
    public static void MapTraces(this IEndpointRouteBuilder api)
    {
        api.MapGet("/calls/{callId}/ladder", Ladder)
            .RequireAuthorization(ApiPolicies.State)
            .WithTags("State")
            .WithName("GetLadder")
            .WithSummary("The SIP messages of a call")
            .WithDescription("What the carrier, DialIn and the conference servers said to each other, in order and masked. Of the latest calls, those that are over too; 404 for all others.")
            .Produces<IReadOnlyList<LadderLine>>()
            .WithProblems(StatusCodes.Status404NotFound);
        var traces = api.MapGroup("/traces").RequireAuthorization(ApiPolicies.Control).WithTags("Control");
        traces.MapPost("", Arm)
            .WithName("ArmTrace")
            .WithSummary("Trace calls for some minutes")
            .WithDescription("Until then, calls from or to a number, or one call, are written on the machine as text and as pcap: SIP only, without secrets, PINs and numbers.")
            .Produces<TraceAnswer>()
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        traces.MapGet("", static (TraceDesk desk, TraceFiles files) => desk.Armed.Select(trace => TraceAnswer.Of(trace, files)))
            .WithName("ListTraces")
            .WithSummary("Traces that are armed")
            .WithDescription("All of them, numbers masked.")
            .WithProblems();
        traces.MapDelete("/{traceId}", Disarm)
            .WithName("DisarmTrace")
            .WithSummary("End a trace before its time")
            .WithDescription("The files stay.")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(StatusCodes.Status404NotFound);
    }

    private static IResult Ladder([Description("The call's id, as lists and the log have it.")] string callId, CallLadders ladders) => ladders.Of(callId) is { } ladder
        ? Results.Ok(ladder)
        : ApiProblems.Of(StatusCodes.Status404NotFound, "No call of this id is among the latest. Ladders are kept in memory: those of older calls, and of those before the last start, are gone.");

    private static IResult Arm(TraceRequest request, TraceDesk desk, CallLadders ladders, TraceFiles files, HttpContext context, ILogger<TraceDesk> logger)
    {
        var faults = new Dictionary<string, string>();
        var target = TraceTarget.Parse(request.Target);
        if (target is null)
        {
            // What was sent may be a number, so it is not repeated.
            faults["target"] = $"{TraceTarget.Rule}.";
        }

        if (request.Minutes is < 1 or > MostMinutes)
        {
            faults["minutes"] = $"must be 1 to {MostMinutes}.";
        }

        if (faults.Count > 0)
        {
            return ApiProblems.Of(faults);
        }

        if (files.FindFault() is { } fault)
        {
            return ApiProblems.Of(StatusCodes.Status409Conflict, $"Nothing would be written: {fault} Trace:Folder must be a folder that the service may write into.");
        }

        if (desk.Arm(target!, TimeSpan.FromMinutes(request.Minutes ?? TraceRequest.UsualMinutes)) is not { } trace)
        {
            return ApiProblems.Of(StatusCodes.Status409Conflict, $"{TraceDesk.Most} traces are armed already; end one of them first.");
        }

        ladders.Rematch();
        DialInLog.TraceArmed(logger, trace.Target, trace.Until, context.User.Identity?.Name);
        return Results.Ok(TraceAnswer.Of(trace, files));
    }

    private static IResult Disarm([Description("The trace's id, as the list has it.")] string traceId, TraceDesk desk, HttpContext context, ILogger<TraceDesk> logger)
    {
        if (desk.Armed.FirstOrDefault(trace => trace.Id == traceId) is not { } trace || !desk.Disarm(traceId))
        {
            return ApiProblems.Of(StatusCodes.Status404NotFound, "No trace of this id is armed; it may have ended.");
        }

        DialInLog.TraceDisarmed(logger, trace.Target, context.User.Identity?.Name);
        return Results.NoContent();
    }
}

/// <summary>What is to be traced.</summary>
/// <param name="Target">A number, or the id of a call.</param>
/// <param name="Minutes">For how long.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TraceRequest(
    [property: Description("A telephone number, that calls or is called, or the id of a call.")] string? Target,
    [property: Description("For how many minutes, 1 to 1440; 10 if left out.")] int? Minutes)
{
    /// <summary>For how long, if nobody says.</summary>
    public const int UsualMinutes = 10;
}

/// <summary>A trace that is armed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Target">What is traced, masked.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Calls">How many calls were seen so far.</param>
/// <param name="Folder">Where the files are written.</param>
internal sealed record TraceAnswer(
    [property: Description("Its id.")] string Id,
    [property: Description("What is traced: the number masked, or the id of the call.")] string Target,
    [property: Description("When it ends.")] DateTimeOffset Until,
    [property: Description("How many calls were seen so far.")] int Calls,
    [property: Description("The folder on the machine where the files are written.")] string Folder)
{
    /// <summary>The answer for a trace.</summary>
    public static TraceAnswer Of(Trace trace, TraceFiles files) => new(trace.Id, trace.Target.ToString(), trace.Until, trace.Calls, files.Folder);
}
