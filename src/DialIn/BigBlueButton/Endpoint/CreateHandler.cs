using DialIn.Announcements;
using DialIn.Meetings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Passes a <c>create</c> on with number and PIN in it, and tells what came of it.</summary>
internal sealed class CreateHandler(
    CreateComposer composer,
    CallForwarder forwarder,
    MeetingDirectory directory,
    CreateRecorder recorder,
    EndpointMeters meters,
    TimeProvider time,
    ILogger<CreateHandler> logger)
{
    /// <summary>The longest URL that a <c>create</c> is made to have.</summary>
    // Web servers take eight thousand characters of it as they are installed (nginx: large_client_header_buffers).
    public const int MaxUrlLength = 8000;

    // A create's answer has about a thousand bytes.
    private const int MaxAnswer = 64 * 1024;

    private volatile bool _saidNotChanged;

    /// <summary>Passes it on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="call">The call, signed by a front end.</param>
    /// <param name="upstream">Where to.</param>
    public async Task HandleAsync(HttpContext context, SignedCall call, Upstream upstream)
    {
        var (url, outcome) = await RewriteAsync(context, call, upstream);
        meters.CountCreate(outcome);
        if (outcome is PinOutcome.TooLong or PinOutcome.Unreadable && !_saidNotChanged)
        {
            _saidNotChanged = true;
            DialInLog.CreateNotChanged(logger, outcome);
        }

        var copy = new CopyingStream(context.Response.Body, MaxAnswer);
        context.Response.Body = copy;
        var timestamp = time.GetTimestamp();
        if (await forwarder.ForwardAsync(context, upstream, url, readsAnswer: true) && CreateAnswer.Read(copy.Copy) is { IsSuccess: true } answer)
        {
            Tell(new CreateParameters(RawQuery.Of(call.Query), call.Form), answer, outcome, upstream, timestamp);
        }
    }

    private async Task<(string Url, PinOutcome Outcome)> RewriteAsync(HttpContext context, SignedCall call, Upstream upstream)
    {
        var create = new CreateParameters(RawQuery.Of(call.Query), call.Form?.Without("checksum"));
        var hasOtherBody = call.Form is null && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;
        if (hasOtherBody && create.MeetingId is null)
        {
            // The parameters are in a body of another kind, such as a multipart form.
            return (UrlOf(call, upstream, create), PinOutcome.Unreadable);
        }

        var (additions, outcome) = await composer.ComposeAsync(create, context.RequestAborted);
        var changed = additions.Apply(create);
        var url = UrlOf(call, upstream, changed);
        if (url.Length > MaxUrlLength && changed.Query != create.Query)
        {
            if (!hasOtherBody && call.Form is null && !upstream.IsLoadBalancer)
            {
                // BBB API: create takes its parameters from a form as well.
                changed = changed.InForm();
            }
            else if (additions.Message is not null)
            {
                changed = (additions with { Message = null, Number = null }).Apply(create);
                outcome = PinOutcome.TooLong;
            }

            url = UrlOf(call, upstream, changed);
        }

        if (changed.Form is { } form && (call.Form is null || form.ToString() != call.Form.ToString()))
        {
            FormBody.Replace(context.Request, form);
        }

        return (url, outcome);
    }

    private static string UrlOf(SignedCall call, Upstream upstream, CreateParameters create) =>
        call.Call.At(upstream.Server.ApiUrl, upstream.Sign(SignedCall.Create, create.Query.ToString()));

    private void Tell(CreateParameters create, CreateAnswer answer, PinOutcome outcome, Upstream upstream, long timestamp)
    {
        var meeting = answer.Meeting.ToRunningMeeting(upstream.Name);
        if (answer.IsNew)
        {
            // One that was there before keeps what it was created with.
            meeting = create.Complete(meeting);
        }

        if (!upstream.IsLoadBalancer && answer.Meeting is { IsAlive: true, HasCallableVoiceBridge: true })
        {
            directory.MeetingCreated(meeting, timestamp);
        }

        var told = answer.IsNew ? ToOutcome(outcome) : null;
        if (upstream.IsLoadBalancer || told is not null)
        {
            // Not here: a chunked answer has its end, and the connection its next request, when this method's caller returns.
            recorder.Take(new CreatedMeeting(meeting, time.GetUtcNow(), timestamp, upstream.IsLoadBalancer, told));
        }
    }

    private static AnnouncementOutcome? ToOutcome(PinOutcome outcome) => outcome switch
    {
        PinOutcome.Announced => AnnouncementOutcome.Announced,
        PinOutcome.StoreUnavailable => AnnouncementOutcome.StoreUnavailable,
        PinOutcome.PoolEmpty => AnnouncementOutcome.NoPin,
        // Of these another way can tell the moderators, and an entry here would say nothing.
        _ => null,
    };
}
