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
        .WithDescription("Which meetings' people were told number and PIN, by which way, and which were not, and why.")
        .Produces(StatusCodes.Status200OK, contentType: "application/json")
        .WithProblems();

    private static async Task<IResult> ListAsync(AnnouncementOverview announcements, CancellationToken cancellationToken) =>
        Results.Ok((await announcements.ListAsync(cancellationToken)).Select(static meeting => new
        {
            meeting.MeetingId,
            meeting.Server,
            meeting.IsRunning,
            Ways = meeting.Ways.Select(static way => new { Way = way.Way.ToString(), way.Announced, way.LastAt, LastOutcome = way.LastOutcome.ToString() }),
            meeting.WhyNone,
        }));
}
