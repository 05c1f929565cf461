using System.ComponentModel;
using System.Globalization;
using DialIn.Announcements;
using DialIn.Pins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations.Api;

/// <summary>A room's number and PIN as a QR code, which a telephone dials.</summary>
internal static class QrEndpoints
{
    private const string Png = "image/png";
    private const string Svg = "image/svg+xml";
    private const string Says = "It says the link that dials one of the numbers and then types the PIN. Whoever sees the picture can join: it needs the token, and is not cached.";

    /// <summary>Adds <c>qr.png</c> and <c>qr.svg</c>.</summary>
    public static void Map(RouteGroupBuilder room)
    {
        Add("/qr.png", "GetQrPng", "QR code as PNG", Png, static (link, size) => Results.Bytes(QrImage.Png(link, size), Png));
        Add("/qr.svg", "GetQrSvg", "QR code as SVG", Svg, static (link, size) => Results.Text(QrImage.Svg(link, size), Svg));

        void Add(string path, string name, string summary, string type, Func<string, int, IResult> draw) => room
            .MapGet(path, (
                [Description(MeetingIdPath.Explained)] string meetingId,
                [Description("Width and height in pixels; a PNG may be a little smaller, so that each module is whole pixels.")] string? size,
                [Description("Which number, in E.164 with + as %2B; the first one if left out.")] string? number,
                IPinStore store,
                RoomDesk desk,
                HttpContext context) => AnswerAsync(meetingId, size, number, store, desk, context, draw))
            .WithName(name)
            .WithSummary(summary)
            .WithDescription(Says)
            .Produces(StatusCodes.Status200OK, contentType: type)
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> AnswerAsync(
        string meetingId, string? size, string? number, IPinStore store, RoomDesk desk, HttpContext context, Func<string, int, IResult> draw)
    {
        var faults = new Dictionary<string, string>();
        var pixels = QrImage.UsualSize;
        if (size is not null
            && !(int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out pixels) && pixels is >= QrImage.MinSize and <= QrImage.MaxSize))
        {
            faults["size"] = $"must be a number of pixels from {QrImage.MinSize} to {QrImage.MaxSize}.";
        }

        // A + that nobody encoded comes in as a blank.
        var wanted = number is null ? desk.Numbers[0] : desk.Numbers.FirstOrDefault(known => known.Number == number.Replace(' ', '+'));
        if (wanted is null)
        {
            faults["number"] = $"must be one of {string.Join(", ", desk.Numbers.Select(static known => known.Number))}, with + written as %2B.";
        }

        if (faults.Count > 0)
        {
            return ApiProblems.Of(faults);
        }

        return await store.FindByMeetingAsync(meetingId, context.RequestAborted).WaitAsync(context.RequestAborted) is { } reservation
            ? draw(PhoneLink.OneTap(wanted!.Number, reservation.Pin), pixels)
            : MeetingEndpoints.None();
    }
}
