using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace DialIn.Operations.Api;

/// <summary>A part of a list: how many, and behind which entry.</summary>
/// <param name="Limit">At most so many.</param>
/// <param name="After">Key of the entry before the first one; <see langword="null"/>: from the start.</param>
internal sealed record Page(int Limit, string? After)
{
    /// <summary>Most entries of a page.</summary>
    public const int MaxLimit = 1_000;

    // The rest of a sentence about a cursor that leads nowhere.
    private const string CursorFault = "must be that of the Link header of the page before, unchanged.";

    /// <summary>Reads what a request asks for.</summary>
    /// <param name="limit">As in the query.</param>
    /// <param name="cursor">As in the query: what the Link of the page before had.</param>
    /// <param name="usual">How many without a limit.</param>
    /// <param name="faults">Told of each fault, by the name of the parameter.</param>
    public static Page Read(string? limit, string? cursor, int usual, Dictionary<string, string> faults)
    {
        var count = usual;
        if (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= MaxLimit))
        {
            faults["limit"] = $"must be a number from 1 to {MaxLimit}.";
        }

        string? after = null;
        if (cursor is not null && !TryRead(cursor, out after))
        {
            faults["cursor"] = CursorFault;
        }

        return new Page(count, after);
    }

    /// <summary>The same where the key is a place that has parts.</summary>
    /// <param name="limit">As in the query.</param>
    /// <param name="cursor">As in the query: what the Link of the page before had.</param>
    /// <param name="usual">How many without a limit.</param>
    /// <param name="readPlace">Reads a place as it stands in the cursor; null if it is none.</param>
    /// <param name="faults">Told of each fault, by the name of the parameter.</param>
    public static (Page Page, T? After) Read<T>(string? limit, string? cursor, int usual, Func<string, T?> readPlace, Dictionary<string, string> faults)
        where T : class
    {
        var page = Read(limit, cursor, usual, faults);
        var after = page.After is { } key ? readPlace(key) : null;
        if (page.After is not null && after is null)
        {
            faults["cursor"] = CursorFault;
        }

        return (page, after);
    }

    /// <summary>Cuts a list to the page, and tells by a Link header (RFC 8288) where the next one is.</summary>
    /// <param name="entries">The entries behind <see cref="After"/>, one more than <see cref="Limit"/> if there are as many.</param>
    /// <param name="keyOf">An entry's key, by which the list is in order.</param>
    /// <param name="context">The request.</param>
    public IReadOnlyList<T> Cut<T>(IReadOnlyList<T> entries, Func<T, string> keyOf, HttpContext context)
    {
        if (entries.Count <= Limit)
        {
            return entries;
        }

        var cursor = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(keyOf(entries[Limit - 1])));
        context.Response.Headers.Link = string.Create(CultureInfo.InvariantCulture, $"<{context.Request.PathBase}{context.Request.Path}?limit={Limit}&cursor={cursor}>; rel=\"next\"");
        return [.. entries.Take(Limit)];
    }

    private static bool TryRead(string cursor, out string? after)
    {
        after = null;
        if (!Base64Url.IsValid(cursor))
        {
            return false;
        }

        after = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return after.Length > 0;
    }
}
