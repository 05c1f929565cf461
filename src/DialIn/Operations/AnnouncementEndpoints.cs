using System.ComponentModel;
using DialIn.BigBlueButton;
using DialIn.Operations.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations;

/// <summary><c>GET /api/v1/announcements</c>: which meetings' people were told number and PIN, and which were not, and why.</summary>
internal static class AnnouncementEndpoints
{
    /// <summary>Adds it.</summary>
    /// <param name="api">The group of the API.</param>
    public static void MapAnnouncements(this IEndpointRouteBuilder api) => api.MapGet("/announcements", ListAsync)
        .RequireAuthorization(ApiPolicies.State)
        .WithTags("State")
        .WithName("ListAnnouncements")
        .WithSummary("What meetings were told")
        .WithDescription(
            "Which meetings' people were told number and PIN, by which way, and which were not, and why. Running meetings first, of them those that were told nothing; then ended ones, the newest first. "
            + "Page by page: the Link header leads to the next page.")
        .Produces(StatusCodes.Status200OK, contentType: "application/json")
        .WithProblems(StatusCodes.Status400BadRequest);

    private static async Task<IResult> ListAsync(
        [Description("Most meetings of a page.")] string? limit,
        [Description("Where the page begins: as the Link header of the page before has it.")] string? cursor,
        AnnouncementOverview announcements,
        HttpContext context)
    {
        var faults = new Dictionary<string, string>();
        var (page, after) = Page.Read(limit, cursor, MeetingEndpoints.UsualPage, AnnouncedPlace.Read, faults);
        if (faults.Count > 0)
        {
            return ApiProblems.Of(faults);
        }

        var meetings = await announcements.ListAfterAsync(after, page.Limit + 1, context.RequestAborted).WaitAsync(context.RequestAborted);
        return Results.Ok(page.Cut(meetings, static meeting => AnnouncedPlace.Of(meeting).ToString(), context).Select(static meeting => new
        {
            meeting.MeetingId,
            meeting.Server,
            meeting.IsRunning,
            Ways = meeting.Ways.Select(static way => new { Way = way.Way.ToString(), way.Announced, way.LastAt, LastOutcome = way.LastOutcome.ToString() }),
            meeting.WhyNone,
        }));
    }
}
