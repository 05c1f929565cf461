using DialIn.BigBlueButton;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations;

/// <summary><c>GET /api/v1/announcements</c>: which meetings' people were told number and PIN, and which were not, and why.</summary>
internal static class AnnouncementEndpoints
{
    /// <summary>Adds it.</summary>
    /// <param name="api">The group that asks for a token.</param>
    public static void MapAnnouncements(this IEndpointRouteBuilder api) => api.MapGet("/announcements", ListAsync);

    private static async Task<IResult> ListAsync(AnnouncementOverview announcements, CancellationToken cancellationToken)
    {
        try
        {
            return Results.Ok((await announcements.ListAsync(cancellationToken)).Select(static meeting => new
            {
                meeting.MeetingId,
                meeting.Server,
                meeting.IsRunning,
                Ways = meeting.Ways.Select(static way => new { Way = way.Way.ToString(), way.Announced, way.LastAt, LastOutcome = way.LastOutcome.ToString() }),
                meeting.WhyNone,
            }));
        }
        catch (Pins.StoreUnavailableException)
        {
            return Results.Problem("The database does not answer.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
