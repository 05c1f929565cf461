using DialIn.Meetings;
using Microsoft.AspNetCore.Http;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Passes an <c>end</c> on, and tells the directory that the meeting was meant to end: nobody on the telephone waits for it to be opened again.</summary>
internal sealed class EndHandler(CallForwarder forwarder, MeetingDirectory directory, TimeProvider time)
{
    // An answer to end has half a thousand bytes.
    private const int MaxAnswer = 4 * 1024;

    /// <summary>Passes it on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="call">The call, signed by a front end.</param>
    /// <param name="upstream">Where to.</param>
    /// <param name="url">The URL there, as it is to be sent.</param>
    public async Task HandleAsync(HttpContext context, SignedCall call, Upstream upstream, string url)
    {
        var meetingId = new CreateParameters(RawQuery.Of(call.Query), call.Form).MeetingId;
        var meeting = meetingId is null ? null : directory.Find(meetingId);
        var copy = new CopyingStream(context.Response.Body, MaxAnswer);
        context.Response.Body = copy;
        if (await forwarder.ForwardAsync(context, upstream, url, readsAnswer: true)
            && meeting is not null
            && AnswerStart.IsSuccess(copy.Copy.Span))
        {
            directory.MeetingEnded(meeting.ServerName, meeting.InternalId, time.GetTimestamp(), isForced: true);
        }
    }
}
