using DialIn.BigBlueButton.Endpoint;

namespace DialIn.BigBlueButton.Hooks;

/// <summary>The form that a webhook posts. Holds passwords of meetings: it prints as <c>****</c>.</summary>
/// <param name="Domain">The server, as it calls itself.</param>
/// <param name="Event">A JSON list of events.</param>
/// <param name="Timestamp">When it was sent, ms since 1970.</param>
internal sealed record HookForm(string Domain, string Event, string Timestamp)
{
    /// <summary>Reads a body of the kind <c>application/x-www-form-urlencoded</c>; what is missing is empty.</summary>
    public static HookForm Read(string body)
    {
        // A body is written as a query is.
        var form = RawQuery.Of(body);
        return new HookForm(form["domain"] ?? "", form["event"] ?? "", form["timestamp"] ?? "");
    }

    /// <summary>Never the content.</summary>
    public override string ToString() => "****";
}
