using DialIn.Operations.Api;
using DialIn.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations.Console;

/// <summary><c>/console/session</c>: logging in with an API token, who is logged in, and out.</summary>
internal static class SessionEndpoints
{
    private const string Foreign = "This request does not come from the console's own page.";
    private const string NotGood = "This token is not valid, or it has ended. 'dialin token create --role monitor' makes one.";
    private const string OfFrontEnd = "This token is for front ends. The console takes one of role monitor or admin: 'dialin token create --role monitor'.";

    /// <summary>Adds it.</summary>
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/console/session").ExcludeFromDescription();
        session.MapGet("", LookAsync);
        session.MapPost("", BeginAsync).WithMetadata(new BodyLimit());
        session.MapDelete("", static (ConsoleSessions sessions, HttpContext context) =>
        {
            if (!ConsoleSessions.IsOfThePage(context.Request))
            {
                return ApiProblems.Of(StatusCodes.Status403Forbidden, Foreign);
            }

            sessions.End(context);
            return Results.NoContent();
        });
    }

    // Always 200: the page asks before anybody has logged in, and that is no fault.
    private static async Task<IResult> LookAsync(ConsoleSessions sessions, EventFeed feed, HttpContext context) =>
        Results.Ok(AnswerOf(await sessions.FindAsync(context), feed));

    private static async Task<IResult> BeginAsync(Login login, TokenDoor door, ConsoleSessions sessions, EventFeed feed, HttpContext context)
    {
        if (!ConsoleSessions.IsOfThePage(context.Request))
        {
            return ApiProblems.Of(StatusCodes.Status403Forbidden, Foreign);
        }

        var token = login.Token?.Trim() ?? "";
        var (grant, isLimited) = await door.AskAsync(token, context.Connection.RemoteIpAddress, context.RequestAborted);
        switch (grant)
        {
            case null when isLimited:
                context.Response.Headers.RetryAfter = $"{WrongTokens.RetryAfterSeconds}";
                return ApiProblems.Of(StatusCodes.Status429TooManyRequests, TokenDoor.TooMany);
            case null:
                return ApiProblems.Of(StatusCodes.Status401Unauthorized, NotGood);
            case { Role: ApiRole.Frontend }:
                return ApiProblems.Of(StatusCodes.Status403Forbidden, OfFrontEnd);
            default:
                sessions.Begin(token, context);
                return Results.Ok(AnswerOf(grant, feed));
        }
    }

    // An EventSource does not tell the page why it is refused; this does.
    private static SessionAnswer AnswerOf(ApiGrant? grant, EventFeed feed) =>
        grant is null ? new(null, null, null) : new(ApiPolicies.Word(grant.Role), grant.Label, feed.RefusalFor(grant.Hash)?.ToString());

    private sealed record SessionAnswer(string? Role, string? Label, string? Refusal);

    private sealed record Login(string? Token)
    {
        /// <summary>Never the token.</summary>
        public override string ToString() => "****";
    }
}
