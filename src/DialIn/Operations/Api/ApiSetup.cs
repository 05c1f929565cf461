using System.Text.Encodings.Web;
using DialIn.Operations.Alarms;
using DialIn.Operations.Console;
using DialIn.Operations.ProofCalls;
using DialIn.Operations.Traces;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Operations.Api;

/// <summary>Puts the HTTP API together. What it lays down holds for <c>/api</c> alone: other paths of the program are others' protocols.</summary>
internal static class ApiSetup
{
    /// <summary>Name of the policy that limits how long an answer takes.</summary>
    public const string TimeLimit = "api";

    // Ten seconds: writes wait for each other for tenths of a second; front ends give up after half a minute or a minute.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>Registers what the API is made of.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services
            .AddSingleton<RoomDesk>()
            .AddSingleton<WrongTokens>()
            .AddSingleton<TokenDoor>()
            .AddExceptionHandler<ApiExceptions>()
            .AddRequestTimeouts(static timeouts => timeouts.AddPolicy(
                TimeLimit,
                new RequestTimeoutPolicy
                {
                    Timeout = AnswerWithin,
                    TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
                    WriteTimeoutResponse = ApiProblems.WriteTimeoutAsync,
                }))
            // What is wrong with a body is said by name, which the host keeps to itself.
            .Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true)
            // What is not escaped is easier to read: these answers are never part of a page.
            .Configure<JsonOptions>(static json => json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
            .AddOpenApi(ApiDocument.Name, ApiDocument.Describe)
            // Not AddAuthentication: with it come keys for cookies, which are made at each start, and warned of, and which nothing here uses.
            .AddWebEncoders()
            .AddTransient<BearerHandler>()
            .AddAuthenticationCore(static authentication => authentication.AddScheme<BearerHandler>(BearerHandler.SchemeName, null));
        var authorization = services.AddAuthorizationBuilder();
        foreach (var (policy, roles) in ApiPolicies.Roles)
        {
            authorization.AddPolicy(
                policy, new AuthorizationPolicyBuilder(BearerHandler.SchemeName).RequireRole(roles.Select(ApiPolicies.Word)).Build());
        }

        return services;
    }

    /// <summary>Adds the API's paths, and what goes before and after them.</summary>
    public static void UseApi(this WebApplication application)
    {
        // Routes are the same in capitals.
        application.UseWhen(static context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), static api => api
            .Use(static (context, next) =>
            {
                context.Response.OnStarting(static state => Harden((HttpResponse)state), context.Response);
                return next(context);
            })
            .UseExceptionHandler(static failed => failed.Run(static context => ApiProblems.WriteAsync(
                context, StatusCodes.Status500InternalServerError, "This is a fault of DialIn; its log says more.")))
            .UseStatusCodePages(ApiProblems.WriteBareAsync));
        application.UseRequestTimeouts();
        application.UseAuthentication();
        application.UseAuthorization();
        application.MapOpenApi();
        var routes = application.MapGroup("/api/v1").WithMetadata(new BodyLimit(), new RequestTimeoutAttribute(TimeLimit));
        routes.MapMeetings();
        routes.MapState();
        routes.MapCallerNames();
        routes.MapAnnouncements();
        routes.MapRotations();
        routes.MapAlarms();
        routes.MapEvents();
        routes.MapTraces();
        routes.MapProofCalls();
    }

    /// <summary>Says which problems a path answers with, besides those that each path has.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder path, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in (int[])[.. statuses, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable])
        {
            path.ProducesProblem(status);
        }

        return path;
    }

    // Nearly all that the API says is for one reader: PINs, who calls, which rooms there are.
    private static Task Harden(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        return Task.CompletedTask;
    }
}
