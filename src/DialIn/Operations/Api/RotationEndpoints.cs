using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using DialIn.Secrets;
using DialIn.Trunks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations.Api;

/// <summary>Changes a trunk's password while calls are up, with the proof of <c>dialin trunk rotate</c>.</summary>
internal static class RotationEndpoints
{
    // What a proof says, at most, until it is decided or given up for now.
    private const int MostSteps = 50;

    private const string TrunkExplained = "The trunk's name in the configuration.";
    private const string AccountExplained = "The account, where the trunk has several.";

    /// <summary>Adds <c>/trunks/{trunk}/rotations</c> and what is below.</summary>
    public static void MapRotations(this IEndpointRouteBuilder api)
    {
        var rotations = api.MapGroup("/trunks/{trunk}/rotations").RequireAuthorization(ApiPolicies.Secrets).WithTags("Secrets");
        rotations.MapPost("", OfferAsync)
            .WithName("RotateTrunk")
            .WithSummary("Give a trunk a new password")
            .WithDescription("As dialin trunk rotate: the new one is proved beside the old one, then used. No call is touched. The Location says where to look how it goes.")
            .Produces<RotationAnswer>(StatusCodes.Status202Accepted)
            .WithProblems(
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        rotations.MapGet("/{version:int}", LookAsync)
            .WithName("WatchRotation")
            .WithSummary("How a new password of a trunk is getting on")
            .WithDescription("The steps so far, and the verdict once there is one.")
            .Produces<RotationAnswer>()
            .WithProblems(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> OfferAsync(
        [Description(TrunkExplained)] string trunk,
        RotationRequest request,
        TrunkDesk trunks,
        KeySource keys,
        CredentialDesk desk,
        IAuditLog audit,
        HttpContext context)
    {
        if (trunks.Find(trunk, request.Account) is not { } name)
        {
            return Unknown(trunk, trunks);
        }

        if (Secret.FaultOf(request.Secret ?? "") is { } fault)
        {
            return ApiProblems.Of(new Dictionary<string, string> { ["secret"] = $"{fault}. Nothing was changed." });
        }

        try
        {
            keys.Require();
            using var secret = Secret.Of(request.Secret!);
            var version = await desk.TakeAsync(name, trunks.IsConfigured(name), secret, isImposed: false, $"api token {context.User.Identity?.Name}", context.RequestAborted);
            var answer = await AnswerAsync(name, version, await desk.LoadAsync(name, trunks.IsConfigured(name), context.RequestAborted), audit, context.RequestAborted);
            return Results.Accepted(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"/api/v1/trunks/{Uri.EscapeDataString(trunk)}/rotations/{version}{(request.Account is { } account ? $"?account={Uri.EscapeDataString(account)}" : "")}"),
                answer);
        }
        catch (SecretsException lost)
        {
            // Without a key it could not be kept.
            return ApiProblems.Of(StatusCodes.Status409Conflict, lost.Message);
        }
    }

    private static async Task<IResult> LookAsync(
        [Description(TrunkExplained)] string trunk,
        [Description("The version that the new password got.")] int version,
        [Description(AccountExplained)] string? account,
        TrunkDesk trunks,
        CredentialDesk desk,
        IAuditLog audit,
        HttpContext context)
    {
        if (trunks.Find(trunk, account) is not { } name)
        {
            return Unknown(trunk, trunks);
        }

        var state = await desk.LoadAsync(name, trunks.IsConfigured(name), context.RequestAborted);
        return version >= 1 && version <= state.LastVersion
            ? Results.Ok(await AnswerAsync(name, version, state, audit, context.RequestAborted))
            : ApiProblems.Of(
                StatusCodes.Status404NotFound,
                string.Create(
                    CultureInfo.InvariantCulture, $"{name} never had a secret {version}{(state.LastVersion > 0 ? $": the versions are 1 to {state.LastVersion}" : "; none was handed in yet")}."));
    }

    private static async Task<RotationAnswer> AnswerAsync(
        CredentialName name, int version, Credential state, IAuditLog audit, CancellationToken cancellationToken)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"secret {version}");
        var verdict = RotationVerdicts.Of(state, version);
        var entries = await audit.ListAsync(name.Text, 0, MostSteps, cancellationToken);
        return new RotationAnswer(
            version,
            verdict.ToString(),
            verdict.Say($"{label} of {name}", state),
            [.. entries.Where(entry => entry.Outcome.StartsWith($"{label} ", StringComparison.Ordinal)).Select(static entry => new RotationStepAnswer(entry.At, entry.Action, entry.Outcome))]);
    }

    private static IResult Unknown(string trunk, TrunkDesk trunks) => ApiProblems.Of(
        StatusCodes.Status404NotFound,
        trunks.AccountsOf(trunk) is { Count: > 0 } accounts
            ? $"Which account? This trunk has {string.Join(", ", accounts)}: say it as account."
            : $"No trunk of that name has a password. Those that have one: {string.Join(", ", trunks.Names)}.");
}

/// <summary>A new password.</summary>
/// <param name="Account">The account, where the trunk has several.</param>
/// <param name="Secret">The new password: 1 to 512 bytes, no control character, no blank at its ends.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RotationRequest(string? Account, string? Secret)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => $"{Account} ****";
}

/// <summary>How a new password is getting on.</summary>
/// <param name="Version">The version that it got.</param>
/// <param name="Verdict">Open, Proved, Unproved, RefusedInUse, Refused or Gone.</param>
/// <param name="Says">The verdict in a sentence; null while it is open.</param>
/// <param name="Steps">What has happened to it.</param>
internal sealed record RotationAnswer(int Version, string Verdict, string? Says, IReadOnlyList<RotationStepAnswer> Steps);

/// <summary>A step on its way.</summary>
/// <param name="At">When.</param>
/// <param name="Action">What, in one word.</param>
/// <param name="Outcome">How it went, in words.</param>
internal sealed record RotationStepAnswer(DateTimeOffset At, string Action, string Outcome);
