using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using DialIn.Secrets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DialIn.Operations.Api;

/// <summary>Who calls the API: the bearer token (RFC 6750) says it. Paths that ask for no role, such as webhooks, are left alone.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, ApiTokens tokens, WrongTokens wrong)
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
        var shown = Request.Headers.Authorization.ToString();
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null || !shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var token = shown[Bearer.Length..].Trim();
        var address = Context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (ApiTokens.IsUnguessable(token))
        {
            // One that has ended, or never was: it may come as often as its front end likes.
            return ResultOf(await tokens.FindAsync(token, Context.RequestAborted));
        }

        // An address has one guess looked at after the other: of many at once, none goes through before those before it were counted.
        var turn = wrong.TurnOf(address);
        await turn.WaitAsync(Context.RequestAborted);
        try
        {
            if (!wrong.MayTry(address))
            {
                _isLimited = true;
                return AuthenticateResult.Fail("Too many wrong tokens came from this address.");
            }

            var grant = await tokens.FindAsync(token, Context.RequestAborted);
            if (grant is null)
            {
                wrong.Note(address);
            }

            return ResultOf(grant);
        }
        finally
        {
            turn.Release();
        }
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
                $"More than {WrongTokens.MostPerMinute} wrong tokens came from this address within a minute. Tokens of 'dialin token create' are taken all the same.",
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

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, grant.Label), new Claim(ClaimTypes.Role, ApiPolicies.Word(grant.Role))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
