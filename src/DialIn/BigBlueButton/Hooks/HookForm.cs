using Microsoft.AspNetCore.WebUtilities;

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
        var (domain, events, timestamp) = ("", "", "");
        // A body is written as a query is.
        foreach (var pair in new QueryStringEnumerable(body))
        {
            var value = pair.DecodeValue().ToString();
            switch (pair.DecodeName().Span)
            {
                case "domain":
                    domain = value;
                    break;
                case "event":
                    events = value;
                    break;
                case "timestamp":
                    timestamp = value;
                    break;
                default:
                    break;
            }
        }

        return new HookForm(domain, events, timestamp);
    }

    /// <summary>Never the content.</summary>
    public override string ToString() => "****";
}
