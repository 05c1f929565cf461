using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;

namespace DialIn.Tests.BigBlueButton;

/// <summary>BBB servers without a network, one for each host name: they answer, refuse or hang as the test says.</summary>
internal sealed class ScriptedBbb : HttpMessageHandler, IHttpClientFactory
{
    private readonly ConcurrentDictionary<string, string> _meetings = new();
    private readonly ConcurrentDictionary<string, Channel<Uri>> _requests = new();

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    /// <summary>The host answers with these meetings from now on: external id, instance, voiceBridge.</summary>
    public void Answers(string host, params (string Id, int Instance, string VoiceBridge)[] meetings) =>
        _meetings[host] = "<response><returncode>SUCCESS</returncode><meetings>"
            + string.Concat(meetings.Select(static m =>
                $"<meeting><meetingID>{m.Id}</meetingID><internalMeetingID>{m.Id}-{m.Instance}</internalMeetingID>"
                + $"<createTime>{1764000000000 + m.Instance}</createTime><voiceBridge>{m.VoiceBridge}</voiceBridge><endTime>0</endTime></meeting>"))
            + "</meetings></response>";

    /// <summary>The host refuses connections from now on.</summary>
    public void Refuses(string host) => _meetings[host] = "refuse";

    /// <summary>Whoever asks the host makes something fail that nobody expects to, from now on.</summary>
    public void Breaks(string host) => _meetings[host] = "break";

    /// <summary>The host takes requests and never answers from now on.</summary>
    public void Hangs(string host) => _meetings[host] = "hang";

    /// <summary>Waits for the host's next request.</summary>
    public Task<Uri> RequestAsync(string host, CancellationToken cancellationToken) =>
        Requests(host).Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Limits.Generous, cancellationToken);

    /// <summary>How many requests of the host nobody waited for.</summary>
    public int UnseenRequests(string host) => Requests(host).Reader.Count;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Host;
        var answer = _meetings[host];
        Requests(host).Writer.TryWrite(request.RequestUri);
        switch (answer)
        {
            case "refuse":
                throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
            case "break":
                throw new InvalidOperationException("an error of ours");
            case "hang":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                break;
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer) };
    }

    private Channel<Uri> Requests(string host) => _requests.GetOrAdd(host, static _ => Channel.CreateUnbounded<Uri>());
}
