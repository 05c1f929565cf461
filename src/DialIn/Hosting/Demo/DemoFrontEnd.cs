using System.Net;
using System.Text.RegularExpressions;
using DialIn.BigBlueButton;
using DialIn.Hosting.Commands;
using DialIn.Pins;
using DialIn.Simulator;
using DialIn.Simulator.Meetings;

namespace DialIn.Hosting.Demo;

/// <summary>The front end of the demo: creates the meeting through DialIn, as Greenlight or Moodle would, and shows what its people read.</summary>
internal sealed partial class DemoFrontEnd(DemoSetting setting, Terminal terminal)
{
    /// <summary>The secret that it shares with DialIn.</summary>
    public const string Secret = "demo-front-end-secret";

    /// <summary>Creates a meeting.</summary>
    /// <param name="http">Where DialIn's HTTP interface is.</param>
    /// <param name="meetingId">External id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The meeting, and the server that it was created on.</returns>
    /// <exception cref="IOException">DialIn, or the server behind it, does not create it.</exception>
    public async Task<(SimulatedMeeting Meeting, SimulatedBbbServer Server)> CreateAsync(Uri http, string meetingId, CancellationToken cancellationToken)
    {
        var query = $"name=Demo+meeting&meetingID={meetingId}&welcome=Welcome+to+the+demo";
        var checksum = BbbChecksum.Compute("create", query, Secret, ChecksumAlgorithm.Sha256);
        using var client = new HttpClient();
        var answer = await client.GetStringAsync(new Uri(http, $"/bigbluebutton/api/create?{query}&checksum={checksum}"), cancellationToken);
        foreach (var server in setting.Servers)
        {
            if (server.Meetings.FirstOrDefault(meeting => meeting.MeetingId == meetingId) is { } meeting)
            {
                return (meeting, server);
            }
        }

        throw new IOException($"the meeting was not created: {answer}");
    }

    /// <summary>A moderator and a viewer join; both read their chat.</summary>
    /// <returns>Whether the moderator reads number and PIN, and nothing that the viewer's client was sent holds it.</returns>
    public bool ShowChats(SimulatedMeeting meeting, Pin pin)
    {
        var moderator = meeting.View(meeting.Join("Teacher", MeetingRole.Moderator));
        var viewer = meeting.View(meeting.Join("Pupil", MeetingRole.Viewer));
        Write("the moderator's chat", moderator.Shown);
        Write("the viewer's chat", viewer.Shown);
        // In one message: a PIN without the number is of no use. As its digits: numbers are written in groups.
        var isTold = moderator.Shown.Any(text =>
            text.Contains(pin.RevealGrouped(), StringComparison.Ordinal) && string.Concat(Readable(text).Where(char.IsAsciiDigit)).Contains(DemoSetting.Number[1..], StringComparison.Ordinal));
        var isKept = !viewer.Answers.Contains(pin.RevealGrouped(), StringComparison.Ordinal) && !viewer.Answers.Contains(pin.Reveal(), StringComparison.Ordinal);
        terminal.Output.WriteLine($"  {(isTold ? "Number and PIN found" : "Number or PIN MISSING")} in the moderator's chat; {(isKept ? "nowhere" : "ALSO")} in what the viewer's client was sent\n");
        return isTold && isKept;
    }

    private void Write(string whose, IEnumerable<string> messages)
    {
        terminal.Output.WriteLine($"  {whose}");
        foreach (var line in messages.SelectMany(static message => Readable(message).Split('\n')))
        {
            terminal.Output.WriteLine($"    {line}");
        }
    }

    // As a client shows it: line breaks, and no tags.
    private static string Readable(string html) => WebUtility.HtmlDecode(Tag().Replace(html.Replace("<br>", "\n", StringComparison.Ordinal).Replace("<br/>", "\n", StringComparison.Ordinal), ""));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
