using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>The calls that are about all servers behind the endpoint, not about one meeting.</summary>
internal sealed class ClusterCalls(Cluster cluster, Upstreams upstreams, ServerQuestions questions, TimeSpan within, TimeProvider time) : IDisposable
{
    // Two: lists become elements, which take many times their bytes; it is done within tenths of a second, and nobody waits in here.
    private const int MergesAtOnce = 2;

    private static readonly XmlWriterSettings AsBbb = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        OmitXmlDeclaration = true,
        // As it is read: servers pass on what people type.
        CheckCharacters = false,
    };

    // BBB API: hooks and uploads of text tracks belong to one server, and nothing in them says to which.
    private static readonly string[] Unsupported = ["hooks/create", "hooks/destroy", "hooks/list", "putRecordingTextTrack"];

    // A recording is on one of them: who has it says SUCCESS.
    private static readonly string[] ForWhoeverHasIt = ["publishRecordings", "deleteRecordings", "updateRecordings", "getRecordingTextTracks"];

    private readonly SemaphoreSlim _merging = new(MergesAtOnce, MergesAtOnce);

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

    /// <inheritdoc/>
    public void Dispose() => _merging.Dispose();

    private async Task ListMeetingsAsync(HttpContext context, string query)
    {
        var servers = cluster.Reachable;
        var askedAt = time.GetTimestamp();
        var answers = await questions.AskAllAsync(servers, "getMeetings", query, within, context.RequestAborted);
        await MergeAsync(
            context, answers, "meetings", "noMeetings", "no meetings were found on this server", () => cluster.Take(servers, answers, askedAt));
    }

    private async Task ListRecordingsAsync(HttpContext context, string query) => await MergeAsync(
        context,
        await questions.AskAllAsync(cluster.Reachable, "getRecordings", query, within, context.RequestAborted),
        "recordings",
        "noRecordings",
        "There are no recordings for the meeting(s).",
        static () => { });

    private async Task MergeAsync(HttpContext context, ServerAnswer?[] answers, string list, string noneKey, string noneMessage, Action take)
    {
        MemoryStream? merged = null;
        await _merging.WaitAsync(context.RequestAborted);
        try
        {
            take();
            if (answers.All(static answer => answer is { IsSuccess: true }))
            {
                merged = Merge(answers, list, noneKey, noneMessage);
            }
        }
        finally
        {
            _merging.Release();
        }

        if (answers.Length == 0)
        {
            await BbbFault.Unavailable.WriteAsync(context);
        }
        else if (merged is not null)
        {
            context.Response.ContentType = "text/xml;charset=utf-8";
            context.Response.ContentLength = merged.Length;
            await merged.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        else if (answers.All(static answer => answer is not null && (answer.IsSuccess || answer.Xml() is not null))
            && answers.FirstOrDefault(static answer => !answer!.IsSuccess) is { } refusal)
        {
            await WriteAsync(context, refusal);
        }
        else
        {
            await BbbFault.NotReached.WriteAsync(context);
        }
    }

    // A list without one server's part would say that its meetings have ended: null.
    private static MemoryStream? Merge(ServerAnswer?[] answers, string list, string noneKey, string noneMessage)
    {
        var all = new XElement(list);
        foreach (var answer in answers)
        {
            if (answer!.Xml() is not { } response)
            {
                return null;
            }

            foreach (var entry in response.Elements(list).Elements().ToList())
            {
                // Out of its own document, it is moved and not copied.
                entry.Remove();
                all.Add(entry);
            }
        }

        var merged = new XElement("response", new XElement("returncode", "SUCCESS"), all);
        if (!all.HasElements)
        {
            merged.Add(new XElement("messageKey", noneKey), new XElement("message", noneMessage));
        }

        var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, AsBbb))
        {
            merged.WriteTo(writer);
        }

        stream.Position = 0;
        return stream;
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
        context.Response.ContentLength = answer.Body.Count;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
