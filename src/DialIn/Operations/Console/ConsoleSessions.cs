using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using DialIn.Secrets;
using Microsoft.AspNetCore.Http;

namespace DialIn.Operations.Console;

/// <summary>
/// Browsers that are logged in. A cookie holds 256 random bits, this table their hash and that of the token; a token that ends, ends its
/// sessions, and the end of the process ends all. Thread-safe.
/// </summary>
internal sealed class ConsoleSessions(ApiTokens tokens, ConsoleOptions options, TimeProvider time)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "dialin_console";

    /// <summary>A header that only a script of the page itself can send: other sites' would need a permission that is never given.</summary>
    public const string Header = "X-DialIn-Console";

    // A thousand browsers: nobody has so many operators, and each entry has some hundred bytes.
    private const int Most = 1_000;

    // Of one token: its hundred and first browser ends its own oldest session, and nobody else's.
    private const int MostOfToken = 100;

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Logs a browser in; a session that it has already ends.</summary>
    /// <param name="token">The token, which was found good.</param>
    /// <param name="context">The request; its answer gets the cookie.</param>
    public void Begin(string token, HttpContext context)
    {
        Forget(context);
        var now = time.GetUtcNow();
        foreach (var (key, session) in _sessions)
        {
            if (session.Until <= now)
            {
                _sessions.TryRemove(key, out _);
            }
        }

        var hash = ApiTokens.HashOf(token);
        var own = _sessions.Where(session => session.Value.TokenHash == hash).ToList();
        if (own.Count >= MostOfToken || (own.Count > 0 && _sessions.Count >= Most))
        {
            _sessions.TryRemove(own.MinBy(static session => session.Value.Until).Key, out _);
        }

        while (_sessions.Count >= Most && _sessions.MinBy(static session => session.Value.Until) is { Key: { } oldest })
        {
            _sessions.TryRemove(oldest, out _);
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _sessions[KeyOf(id)] = new Session(hash, now + options.SessionLifetime);
        context.Response.Cookies.Append(Cookie, id, Rules(context));
    }

    /// <summary>Logs a browser out.</summary>
    public void End(HttpContext context)
    {
        Forget(context);
        context.Response.Cookies.Delete(Cookie, Rules(context));
    }

    /// <summary>What the session of a request may do now; <see langword="null"/> without a good one, and for what another site may have caused.</summary>
    public async ValueTask<ApiGrant?> FindAsync(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { } id || !MayAct(context.Request))
        {
            return null;
        }

        var key = KeyOf(id);
        if (!_sessions.TryGetValue(key, out var session) || session.Until <= time.GetUtcNow())
        {
            return null;
        }

        if (await tokens.FindHashedAsync(session.TokenHash, context.RequestAborted) is { Role: ApiRole.Monitor or ApiRole.Admin } grant)
        {
            return grant;
        }

        _sessions.TryRemove(key, out _);
        return null;
    }

    /// <summary>Whether a request that changes something comes from the page itself. SameSite=Strict keeps the cookie from other sites' requests; this holds for browsers and subdomains that do not.</summary>
    public static bool IsOfThePage(HttpRequest request) =>
        request.Headers.ContainsKey(Header) && request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin";

    // Of what only reads, "none" is somebody who types the address.
    private static bool MayAct(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
        ? request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
        : IsOfThePage(request);

    private void Forget(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } id)
        {
            _sessions.TryRemove(KeyOf(id), out _);
        }
    }

    private static string KeyOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    // TLS is a reverse proxy's, mostly; of several proxies, the first one's. Whoever lies about it here is the only one who loses the cookie.
    private static CookieOptions Rules(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        Secure = context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"].ToString().Split(',')[0].Trim().Equals("https", StringComparison.OrdinalIgnoreCase),
    };

    private sealed record Session(string TokenHash, DateTimeOffset Until);
}
