using System.Globalization;
using System.Threading.Channels;
using DialIn.Simulator.Meetings;

namespace DialIn.Simulator.Hooks;

/// <summary>The webhooks of a simulated server: who wants to be told, and the telling. Safe to use from any thread.</summary>
internal sealed class HookBook : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);
    private const int Tries = 5;

    private readonly Lock _sync = new();
    private readonly List<Hook> _hooks = [];
    private readonly SimulatedBbbServerOptions _options;
    private readonly Func<string> _secret;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new();
    private readonly Channel<MeetingNotice> _notices = Channel.CreateUnbounded<MeetingNotice>();
    private readonly CancellationTokenSource _gone = new();
    private readonly Task _pump;
    private int _lastId;

    public HookBook(SimulatedBbbServerOptions options, Func<string> secret, TimeProvider time)
    {
        (_options, _secret, _time) = (options, secret, time);
        _pump = PumpAsync();
    }

    /// <summary>The subscriptions.</summary>
    public IReadOnlyList<Hook> Hooks
    {
        get
        {
            lock (_sync)
            {
                return [.. _hooks];
            }
        }
    }

    /// <summary>Adds one; the same callback again gives the one that is there.</summary>
    public (Hook Hook, bool Existed) Add(string callbackUrl, IReadOnlyList<string> events)
    {
        lock (_sync)
        {
            if (_hooks.Find(hook => hook.CallbackUrl == callbackUrl) is { } existing)
            {
                return (existing, true);
            }

            var id = _options.Version == BbbVersion.V30 ? Guid.NewGuid().ToString() : (++_lastId).ToString(CultureInfo.InvariantCulture);
            _hooks.Add(new Hook(id, callbackUrl, events));
            return (_hooks[^1], false);
        }
    }

    /// <summary>Removes one.</summary>
    public bool Remove(string id)
    {
        lock (_sync)
        {
            return _hooks.RemoveAll(hook => hook.Id == id) > 0;
        }
    }

    /// <summary>Forgets all, as webhooks do that lose their Redis.</summary>
    public void Clear()
    {
        lock (_sync)
        {
            _hooks.Clear();
        }
    }

    /// <summary>Something happened.</summary>
    public void Tell(MeetingNotice notice) => _notices.Writer.TryWrite(notice);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _notices.Writer.TryComplete();
        await _gone.CancelAsync();
        await _pump;
        _http.Dispose();
        _gone.Dispose();
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var notice in _notices.Reader.ReadAllAsync(_gone.Token))
            {
                if (HookEvent.Of(notice, _options.Version, _time.GetUtcNow()) is not { } told)
                {
                    continue;
                }

                foreach (var hook in Hooks.Where(hook => hook.Events.Count == 0 || hook.Events.Contains(told.Name)))
                {
                    await PostAsync(hook, $"[{told.Json}]");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server is gone.
        }
    }

    private async Task PostAsync(Hook hook, string events)
    {
        var (body, checksum) = HookEvent.Sign(hook.CallbackUrl, events, _options.Name, _time.GetUtcNow().ToUnixTimeMilliseconds(), _secret(), _options.Version);
        for (var i = 0; i < Tries; i++)
        {
            var url = _options.HooksAreBearer ? hook.CallbackUrl : $"{hook.CallbackUrl}{(hook.CallbackUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?')}checksum={checksum}";
            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded", "UTF-8")),
            };
            if (_options.HooksAreBearer)
            {
                request.Headers.Authorization = new("Bearer", _secret());
            }

            try
            {
                using var response = await _http.SendAsync(request, _gone.Token);
                if (response.IsSuccessStatusCode || response.StatusCode == System.Net.HttpStatusCode.Unauthorized)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Tried again below.
            }

            await Task.Delay(RetryAfter, _time, _gone.Token);
        }
    }
}
