using System.Net;

namespace DialIn.Simulator.Api;

/// <summary>One call of the BBB API.</summary>
/// <param name="Name">Last part of the path, such as <c>getMeetings</c>; empty for the API's root.</param>
/// <param name="RawQuery">The query string as it was sent, without the question mark.</param>
/// <param name="Body">The form fields of a POST.</param>
internal sealed record ApiCall(string Name, string RawQuery, IReadOnlyDictionary<string, string> Body)
{
    private Dictionary<string, string>? _query;

    /// <summary>A parameter from the query or the form; null when it is missing or empty.</summary>
    public string? this[string parameter]
    {
        get
        {
            _query ??= ParseQuery();
            var value = _query.GetValueOrDefault(parameter) ?? Body.GetValueOrDefault(parameter);
            return string.IsNullOrEmpty(value) ? null : value;
        }
    }

    /// <summary>The names of all parameters.</summary>
    public IEnumerable<string> Names => (_query ??= ParseQuery()).Keys.Union(Body.Keys);

    private Dictionary<string, string> ParseQuery()
    {
        var parsed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in RawQuery.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? part : part[..equals];
            parsed[WebUtility.UrlDecode(name)] = equals < 0 ? "" : WebUtility.UrlDecode(part[(equals + 1)..]);
        }

        return parsed;
    }
}
