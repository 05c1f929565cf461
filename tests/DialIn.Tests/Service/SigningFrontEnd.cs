using System.Xml.Linq;
using DialIn.BigBlueButton;

namespace DialIn.Tests.Service;

/// <summary>A front end before the endpoint: it signs its calls, and keeps every answer that it gets.</summary>
internal sealed class SigningFrontEnd(Uri service, string secret) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(service, "/bigbluebutton/api/") };
    private readonly List<string> _answers = [];

    /// <summary>All answers, as they came.</summary>
    public IReadOnlyList<string> Answers => _answers;

    /// <summary>A call that has to succeed.</summary>
    /// <param name="call">Its name.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="parameters">What goes with it, not encoded.</param>
    public async Task<XElement> CallAsync(string call, CancellationToken cancel, params (string Name, string Value)[] parameters)
    {
        var query = string.Join('&', parameters.Select(static one => $"{one.Name}={Uri.EscapeDataString(one.Value)}"));
        // As most front ends sign, and the only hash that webhooks of before 3.0 know.
        var signed = BbbChecksum.Sign(call, query, secret, ChecksumAlgorithm.Sha1);
        var answer = await _http.GetStringAsync(new Uri($"{call}?{signed}", UriKind.Relative), cancel);
        _answers.Add(answer);
        var document = XElement.Parse(answer);
        Assert.True((string?)document.Element("returncode") == "SUCCESS", answer);
        return document;
    }

    public void Dispose() => _http.Dispose();
}
