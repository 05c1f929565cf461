using DialIn.BigBlueButton;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:Servers</c>.</summary>
internal static class ServerRules
{
    // Any number of a conference: a template is right when it is right with a number in it.
    private const string Example = "12345";

    /// <summary>Checks them.</summary>
    public static void Check(IReadOnlyList<ServerOptions> servers, string baseFolder, FaultList faults)
    {
        if (servers.Count == 0)
        {
            faults.Add(OptionsRules.Key($"Servers"), null, "is missing; name at least one BBB server with Name, ApiUrl, Secret and SipUri");
        }

        NameRules.Check(servers.Select(static server => server.Name), "Servers", faults);
        var firstUse = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, server) in servers.Index())
        {
            CheckApi(server, index, faults);
            if (!firstUse.TryAdd(server.ApiUrl.TrimEnd('/'), index))
            {
                faults.Add(OptionsRules.Key($"Servers:{index}:ApiUrl"), server.ApiUrl, $"is the one of Servers:{firstUse[server.ApiUrl.TrimEnd('/')]} already; its meetings would be known twice");
            }

            CheckTemplate(server.SipUri, OptionsRules.Key($"Servers:{index}:SipUri"), faults);
            AnnounceRules.Check(server, index, baseFolder, faults);
            CodecRules.Check(server.Codecs, OptionsRules.Key($"Servers:{index}:Codecs"), faults);
            if (server.MuteKey is { } key && key is not [>= '0' and <= '9' or '#'])
            {
                faults.Add(OptionsRules.Key($"Servers:{index}:MuteKey"), key, "must be one key, 0 to 9 or #; BBB's FreeSWITCH listens to 0, if to any");
            }

            if (server.LiveKitSipUri is { } liveKit)
            {
                CheckTemplate(liveKit, OptionsRules.Key($"Servers:{index}:LiveKitSipUri"), faults);
            }
        }
    }

    /// <summary>Checks a base of a BBB API.</summary>
    public static void CheckApiUrl(string apiUrl, string key, FaultList faults)
    {
        var isUrl = Uri.TryCreate(apiUrl, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.Host.Length > 0 && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;
        if (!isUrl || !url!.AbsolutePath.TrimEnd('/').EndsWith("/api", StringComparison.Ordinal))
        {
            faults.Add(key, apiUrl, "must be the base of the BBB API, such as https://bbb1.example.org/bigbluebutton/api/");
        }
    }

    private static void CheckApi(ServerOptions server, int index, FaultList faults)
    {
        CheckApiUrl(server.ApiUrl, OptionsRules.Key($"Servers:{index}:ApiUrl"), faults);
        if (string.IsNullOrWhiteSpace(server.Secret))
        {
            faults.Add(OptionsRules.Key($"Servers:{index}:Secret"), null, "is missing; bbb-conf --secret on the server prints it");
        }
        else if (server.Secret != server.Secret.Trim())
        {
            faults.Add(OptionsRules.Key($"Servers:{index}:Secret"), null, "has a blank or a line end before or after it; remove that");
        }
    }

    private static void CheckTemplate(string template, string key, FaultList faults)
    {
        var user = template.Split('@')[0];
        var expanded = template.Replace(ConferenceTarget.Placeholder, Example, StringComparison.Ordinal);
        var isOnceInUser = user.Split(ConferenceTarget.Placeholder).Length == 2 && template.Split(ConferenceTarget.Placeholder).Length == 2;
        if (!isOnceInUser || !SipUriRule.IsValid(expanded, needsUser: true))
        {
            faults.Add(key, template, $"must be a SIP URI with {ConferenceTarget.Placeholder} once before the @, such as sip:{ConferenceTarget.Placeholder}@bbb1.example.org:5060");
        }
    }
}
