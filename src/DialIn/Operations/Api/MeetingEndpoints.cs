using System.ComponentModel;
using DialIn.Pins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace DialIn.Operations.Api;

/// <summary>Rooms and their PINs, for front ends.</summary>
internal static class MeetingEndpoints
{
    /// <summary>Meetings of a page, unless the request says how many.</summary>
    public const int UsualPage = 100;

    private const string Tag = "Meetings";
    private const string Json = "application/json";

    /// <summary>Adds <c>/meetings</c> and what is below.</summary>
    public static void MapMeetings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/meetings", ListAsync)
            .RequireAuthorization(ApiPolicies.RoomList)
            .WithTags(Tag)
            .WithName("ListMeetings")
            .WithSummary("Rooms that have a PIN")
            .WithDescription("In the order of their ids, page by page: the Link header leads to the next page. PINs are not in the list.")
            .Produces<IReadOnlyList<RoomEntry>>()
            .WithProblems(StatusCodes.Status400BadRequest);

        var room = api.MapGroup("/meetings/{meetingId}").RequireAuthorization(ApiPolicies.Rooms).WithTags(Tag).AddEndpointFilter(MeetingIdPath.FilterAsync);
        room.MapPut("", PutAsync)
            .Accepts<RoomBody>(isOptional: true, Json)
            .WithName("ReserveMeeting")
            .WithSummary("Give a room a PIN")
            .WithDescription("Idempotent: a room that has a PIN keeps it (200); else it gets one that was generated ahead (201). The meeting need not exist. What the body leaves out stays as it is.")
            .Produces<RoomAnswer>()
            .Produces<RoomAnswer>(StatusCodes.Status201Created)
            .WithProblems(
                StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        room.MapGet("", GetAsync)
            .WithName("GetMeeting")
            .WithSummary("A room's PIN")
            .WithDescription("Numbers, PIN, links, and texts for invitations.")
            .Produces<RoomAnswer>()
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        room.MapDelete("", DeleteAsync)
            .WithName("ReleaseMeeting")
            .WithSummary("Take a room's PIN away")
            .WithDescription("The PIN leads nowhere from now on, and rests for Pins:Quarantine before it may be drawn again.")
            .Produces(StatusCodes.Status204NoContent)
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        QrEndpoints.Map(room);
    }

    /// <summary>The answer when a room has no PIN. It does not repeat the id, which may be a PIN that somebody took for one.</summary>
    public static IResult None() => ApiProblems.Of(
        StatusCodes.Status404NotFound,
        "No room of that id has a PIN. The id is BBB's meetingID; PUT /api/v1/meetings/{meetingId} gives the room a PIN, GET /api/v1/meetings lists those that have one.");

    private static async Task<IResult> ListAsync(
        [Description("Most rooms of a page.")] string? limit,
        [Description("Where the page begins: as the Link header of the page before has it.")] string? cursor,
        IReservationStore store,
        HttpContext context)
    {
        var faults = new Dictionary<string, string>();
        var page = Page.Read(limit, cursor, UsualPage, faults);
        if (faults.Count > 0)
        {
            return ApiProblems.Of(faults);
        }

        var rooms = await store.ListAfterAsync(page.After, page.Limit + 1, context.RequestAborted).WaitAsync(context.RequestAborted);
        return Results.Ok(page.Cut(rooms, static room => room.MeetingId, context).Select(RoomDesk.EntryOf));
    }

    private static async Task<IResult> PutAsync(
        [Description(MeetingIdPath.Explained)] string meetingId,
        IReservationStore store,
        RoomDesk desk,
        TimeProvider time,
        ILogger<RoomDesk> logger,
        HttpContext context)
    {
        var faults = new Dictionary<string, string>();
        if (await RoomBody.ReadAsync(context.Request, desk.Languages, time.GetUtcNow(), faults) is not { } body)
        {
            return ApiProblems.Of(StatusCodes.Status415UnsupportedMediaType, ApiProblems.NotJson);
        }

        if (faults.Count > 0)
        {
            return ApiProblems.Of(faults);
        }

        // What is under way in the database is not stopped when the time for the answer is over; asked again, it has been done.
        var (reservation, isNew) = await store
            .ReserveAsync(new ReservationRequest(meetingId, body.Until, body.Name, body.Language), context.RequestAborted)
            .WaitAsync(context.RequestAborted);
        if (!isNew)
        {
            return Results.Ok(desk.AnswerOf(reservation));
        }

        DialInLog.RoomReserved(logger, meetingId, context.User.Identity?.Name);
        return Results.Created(RoomDesk.PathOf(meetingId), desk.AnswerOf(reservation));
    }

    private static async Task<IResult> GetAsync(
        [Description(MeetingIdPath.Explained)] string meetingId, IPinStore store, RoomDesk desk, HttpContext context) =>
        await store.FindByMeetingAsync(meetingId, context.RequestAborted).WaitAsync(context.RequestAborted) is { } reservation
            ? Results.Ok(desk.AnswerOf(reservation))
            : None();

    private static async Task<IResult> DeleteAsync(
        [Description(MeetingIdPath.Explained)] string meetingId, IPinStore store, ILogger<RoomDesk> logger, HttpContext context)
    {
        if (!await store.ReleaseAsync(meetingId, context.RequestAborted).WaitAsync(context.RequestAborted))
        {
            return None();
        }

        DialInLog.RoomReleased(logger, meetingId, context.User.Identity?.Name);
        return Results.NoContent();
    }
}
