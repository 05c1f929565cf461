using System.Security.Claims;
using System.Text.Encodings.Web;
using DialIn.Operations.Console;
using DialIn.Secrets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DialIn.Operations.Api;

/// <summary>Who calls the API: the bearer token (RFC 6750) says it. Paths that ask for no role, such as webhooks, are left alone.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, TokenDoor door, ConsoleSessions sessions)
    // A line for each refusal, which the base class would write, is a log that strangers fill.
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "dialin";

    private const string Bearer = "Bearer ";
    private const string HowTo = "Send 'Authorization: Bearer TOKEN', with one of 'dialin token create' or that of Http:ApiToken.";

    private bool _isLimited;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is not { } wanted)
        {
            return AuthenticateResult.NoResult();
        }

        var shown = Request.Headers.Authorization.ToString();
        if (!shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            // A browser at the console has no token to show; its session is good for what the console does, and for no PIN.
            return shown.Length == 0 && wanted.Policy is ApiPolicies.State or ApiPolicies.Secrets && await sessions.FindAsync(Context) is { } session
                ? ResultOf(session)
                : AuthenticateResult.NoResult();
        }

        (var grant, _isLimited) = await door.AskAsync(shown[Bearer.Length..].Trim(), Context.Connection.RemoteIpAddress, Context.RequestAborted);
        return _isLimited ? AuthenticateResult.Fail("Too many wrong tokens came from this address.") : ResultOf(grant);
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        if (_isLimited)
        {
            await ApiProblems.WriteAsync(
                Context,
                StatusCodes.Status429TooManyRequests,
                TokenDoor.TooMany,
                WrongTokens.RetryAfterSeconds);
            return;
        }

        Response.Headers.WWWAuthenticate = failure is null ? "Bearer realm=\"dialin\"" : "Bearer realm=\"dialin\", error=\"invalid_token\"";
        await ApiProblems.WriteAsync(Context, StatusCodes.Status401Unauthorized, failure is null ? HowTo : $"This token is not valid, or it has ended. {HowTo}");
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer realm=\"dialin\", error=\"insufficient_scope\"";
        var has = Context.User.FindFirstValue(ClaimTypes.Role);
        var policy = Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
        var may = ApiPolicies.Roles.GetValueOrDefault(policy ?? "", []).Select(ApiPolicies.Word).ToList();
        return ApiProblems.WriteAsync(
            Context,
            StatusCodes.Status403Forbidden,
            $"This token's role is {has}; {Request.Method} here needs {string.Join(" or ", may)}. 'dialin token create --role {may.FirstOrDefault()}' makes one.");
    }

    private static AuthenticateResult ResultOf(ApiGrant? grant)
    {
        if (grant is null)
        {
            return AuthenticateResult.Fail("The token is not valid.");
        }

        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, grant.Label), new Claim(ClaimTypes.Role, ApiPolicies.Word(grant.Role)), new Claim(ClaimTypes.Hash, grant.Hash)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
