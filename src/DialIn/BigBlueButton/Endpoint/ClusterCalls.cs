using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>The calls that are about all servers behind the endpoint, not about one meeting.</summary>
internal sealed class ClusterCalls(Cluster cluster, Upstreams upstreams, ServerQuestions questions, TimeSpan within, TimeProvider time)
{
    // BBB API: hooks and uploads of text tracks belong to one server, and nothing in them says to which.
    private static readonly string[] Unsupported = ["hooks/create", "hooks/destroy", "hooks/list", "putRecordingTextTrack"];

    // A recording is on one of them: who has it says SUCCESS.
    private static readonly string[] ForWhoeverHasIt = ["publishRecordings", "deleteRecordings", "updateRecordings", "getRecordingTextTracks"];

    /// <summary>Answers a call that a front end signed, if it is one of these.</summary>
    /// <returns>Whether it was.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext context, SignedCall call)
    {
        var name = call.Call.Name;
        // Parameters of a form are as good in the URL, where they can be repeated.
        var form = call.Form?.Without("checksum").ToString() ?? "";
        var query = call.Query.Length > 0 && form.Length > 0 ? $"{call.Query}&{form}" : call.Query + form;
        switch (name)
        {
            case "getMeetings":
                await ListMeetingsAsync(context, query);
                return true;
            case "getRecordings":
                await ListRecordingsAsync(context, query);
                return true;
            case var _ when ForWhoeverHasIt.Contains(name):
                await AskForOneAsync(context, name, query);
                return true;
            case var _ when Unsupported.Contains(name):
                await (BbbFault.Unsupported with { Status = StatusCodes.Status200OK, Message = "Not with several servers behind DialIn: call the server itself." }).WriteAsync(context);
                return true;
            default:
                return false;
        }
    }

    private async Task ListMeetingsAsync(HttpContext context, string query)
    {
        var servers = cluster.Reachable;
        var askedAt = time.GetTimestamp();
        var answers = await questions.AskAllAsync(servers, "getMeetings", query, within, context.RequestAborted);
        cluster.Take(servers, answers, askedAt);
        await MergeAsync(context, answers, "meetings", "noMeetings", "no meetings were found on this server");
    }

    private async Task ListRecordingsAsync(HttpContext context, string query) => await MergeAsync(
        context,
        await questions.AskAllAsync(cluster.Reachable, "getRecordings", query, within, context.RequestAborted),
        "recordings",
        "noRecordings",
        "There are no recordings for the meeting(s).");

    private static async Task MergeAsync(HttpContext context, ServerAnswer?[] answers, string list, string noneKey, string noneMessage)
    {
        var responses = answers.Select(static answer => answer?.Xml()).ToList();
        // A list without one server's part would say that its meetings have ended.
        if (responses.Count == 0 || responses.Contains(null))
        {
            await (responses.Count == 0 ? BbbFault.Unavailable : BbbFault.NotReached).WriteAsync(context);
            return;
        }

        if (answers.FirstOrDefault(static answer => !answer!.IsSuccess) is { } refusal)
        {
            await WriteAsync(context, refusal);
            return;
        }

        var entries = responses.SelectMany(response => response!.Elements(list).Elements()).ToList();
        var merged = new XElement("response", new XElement("returncode", "SUCCESS"), new XElement(list, entries));
        if (entries.Count == 0)
        {
            merged.Add(new XElement("messageKey", noneKey), new XElement("message", noneMessage));
        }

        context.Response.ContentType = "text/xml;charset=utf-8";
        await context.Response.WriteAsync(merged.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }

    private async Task AskForOneAsync(HttpContext context, string name, string query)
    {
        var answers = await questions.AskAllAsync(upstreams.All, name, query, within, context.RequestAborted);
        if ((answers.FirstOrDefault(static answer => answer is { IsSuccess: true }) ?? answers.FirstOrDefault(static answer => answer is not null)) is { } answer)
        {
            await WriteAsync(context, answer);
            return;
        }

        await BbbFault.NotReached.WriteAsync(context);
    }

    private static async Task WriteAsync(HttpContext context, ServerAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
