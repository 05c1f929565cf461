using DialIn.Meetings;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>The parameters of a <c>create</c>, from its URL and from its form, each left where it was. Changing makes a copy.</summary>
/// <param name="Query">Those of the URL, without the checksum.</param>
/// <param name="Form">Those of the form; <see langword="null"/> if the body is none.</param>
internal sealed record CreateParameters(RawQuery Query, RawQuery? Form)
{
    /// <summary>A decoded value, the URL's before the form's; <see langword="null"/> if it is missing or empty.</summary>
    public string? this[string name] =>
        Query[name] is { Length: > 0 } inUrl ? inUrl : Form?[name] is { Length: > 0 } inForm ? inForm : null;

    /// <summary>The meeting's external id as BBB reads it, blanks around it gone; <see langword="null"/> without one.</summary>
    public string? MeetingId => this["meetingID"]?.Trim() is { Length: > 0 } id ? id : null;

    /// <summary>Whether a breakout room is created.</summary>
    public bool IsBreakout => string.Equals(this["isBreakout"], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A meeting that this has created, with what no answer of a server tells.</summary>
    public RunningMeeting Complete(RunningMeeting meeting) => meeting with
    {
        // Left out, the server's own setting decides, which nobody tells.
        MuteOnStart = MeetingMetadata.ReadMuteOnStart(this["muteOnStart"]),
        MaxCallers = BbbMeeting.ReadMaxCallers(this["meta_" + MeetingMetadata.MaxCallers]) ?? meeting.MaxCallers,
    };

    /// <summary>The same with a value set in its place, or added where the other parameters are.</summary>
    public CreateParameters With(string name, string value) => Form is null || Query[name] is not null
        ? this with { Query = Query.With(name, value) }
        : this with { Form = Form.With(name, value) };

    /// <summary>The same with all parameters in the form. Only for a call without another body.</summary>
    public CreateParameters InForm() => new(RawQuery.Empty, Query);

    /// <summary>Never the parameters: they hold passwords.</summary>
    public override string ToString() => "****";
}
