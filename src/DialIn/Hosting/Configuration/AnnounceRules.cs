using System.Net;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Redis;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:Servers[]:Announce</c> and <c>Hooks</c>.</summary>
internal static class AnnounceRules
{
    /// <summary>Checks them.</summary>
    public static void Check(ServerOptions server, int index, string baseFolder, FaultList faults)
    {
        var announce = server.Announce;
        if (announce.Redis is { } redis && !IsEndPoint(redis))
        {
            // The form of client libraries, host:port,password=…: any part of it may be the password.
            var shown = redis.Contains(',', StringComparison.Ordinal) ? null : redis;
            faults.Add(OptionsRules.Key($"Servers:{index}:Announce:Redis"), shown, "must be a host and a port, such as 127.0.0.1:6379 or [2001:db8::1]:6379; user and password go into RedisUser and RedisPasswordFile");
        }

        if (announce.ChatSender != RedisModeratorChat.ModeratorThemselves && (announce.ChatSender.Length is 0 or > 64 || !announce.ChatSender.All(IsOfAnId)))
        {
            faults.Add(OptionsRules.Key($"Servers:{index}:Announce:ChatSender"), announce.ChatSender, $"must be SYSTEM, or {RedisModeratorChat.ModeratorThemselves} for the moderator themselves");
        }

        if (announce.Redis is null && (announce.RedisUser ?? announce.RedisPasswordFile) is not null)
        {
            faults.Warn(OptionsRules.Key($"Servers:{index}:Announce:Redis"), null, "is missing; without it the Redis options beside it do nothing");
        }

        if (announce.RedisPasswordFile is { } file)
        {
            PasswordFileRule.Check(file, OptionsRules.Key($"Servers:{index}:Announce:RedisPasswordFile"), baseFolder, faults);
        }

        LanguageRule.Check(announce.Language, OptionsRules.Key($"Servers:{index}:Announce:Language"), faults);

        if (server.Hooks.CallbackUrl is { } callback && !IsCallback(callback, server.Name))
        {
            faults.Add(OptionsRules.Key($"Servers:{index}:Hooks:CallbackUrl"), callback, $"must be an http or https URL of DialIn as the server reaches it, ending with /hooks/bigbluebutton/{server.Name}");
        }
    }

    private static bool IsOfAnId(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static bool IsEndPoint(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), out var port) || port is < 1 or > 65_535)
        {
            return false;
        }

        var host = text[..colon];
        return host is ['[', .., ']'] ? IPAddress.TryParse(host, out _) : Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
    }

    private static bool IsCallback(string text, string serverName) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0 && url.Fragment.Length == 0 && url.Query.Length == 0
        && url.AbsolutePath.EndsWith($"/hooks/bigbluebutton/{serverName}", StringComparison.Ordinal);
}
