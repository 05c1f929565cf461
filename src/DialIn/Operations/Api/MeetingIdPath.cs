using System.Diagnostics.CodeAnalysis;
using System.Text;
using DialIn.Pins;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DialIn.Operations.Api;

/// <summary>
/// The meeting id in a path, letter by letter as the front end meant it. The server decodes all of a path but <c>%2F</c>, so what the
/// router hands out is the same for <c>a%2Fb</c> and <c>a%252Fb</c>: two rooms. Hence the path is read as it was sent.
/// </summary>
internal static class MeetingIdPath
{
    /// <summary>What the documentation says of the id.</summary>
    public const string Explained = "The meeting's external id, BBB's meetingID: 2 to 256 characters without comma, control character or blanks around it, percent-encoded, a slash as %2F.";

    private const string Prefix = "/api/v1/meetings/";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Puts the id, read so, in the place of the first parameter, which is the router's; answers 400 if it cannot be one.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var target = context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!TryRead(target, context.GetArgument<string>(0), out var id, out var fault))
        {
            return ApiProblems.Of(new Dictionary<string, string> { ["meetingId"] = fault });
        }

        context.Arguments[0] = id;
        return await next(context);
    }

    /// <summary>Reads the id.</summary>
    /// <param name="target">The request's target as it was sent.</param>
    /// <param name="routed">What the router takes for the id.</param>
    /// <param name="id">The id.</param>
    /// <param name="fault">What is wrong with it, as the rest of a sentence.</param>
    public static bool TryRead(string target, string routed, [NotNullWhen(true)] out string? id, [NotNullWhen(false)] out string? fault)
    {
        (id, fault) = (null, "must be percent-encoded UTF-8, a percent sign itself as %25 and a slash as %2F.");
        var path = PathOf(target);
        // With dot segments, what is at the place is not what the router took.
        if (path.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && TryDecode(path[Prefix.Length..][..LengthOf(path[Prefix.Length..])], out var decoded)
            && Alike(decoded) == Alike(routed))
        {
            if (RoomRules.IsMeetingId(decoded))
            {
                (id, fault) = (decoded, null);
                return true;
            }

            fault = $"must have {RoomRules.OfMeetingId}.";
        }

        return false;
    }

    // RFC 9112 §3.2.2: what is meant for a proxy, http://host/path, is taken too.
    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        var authority = target.IndexOf("://", StringComparison.Ordinal);
        if (target.StartsWith('/') || authority < 0)
        {
            return target;
        }

        var rest = target[(authority + 3)..];
        return rest[(rest.IndexOf('/') is >= 0 and var start ? start : rest.Length)..];
    }

    private static int LengthOf(ReadOnlySpan<char> rest) => rest.IndexOfAny('/', '?') is >= 0 and var end ? end : rest.Length;

    private static string Alike(string text) => text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static bool TryDecode(ReadOnlySpan<char> segment, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        var bytes = new List<byte>(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                if (!char.IsAscii(segment[i]))
                {
                    return false;
                }

                bytes.Add((byte)segment[i]);
            }
            else if (i + 2 < segment.Length && char.IsAsciiHexDigit(segment[i + 1]) && char.IsAsciiHexDigit(segment[i + 2]))
            {
                bytes.Add(Convert.FromHexString(segment.Slice(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                return false;
            }
        }

        try
        {
            decoded = StrictUtf8.GetString([.. bytes]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
