using DialIn.BigBlueButton.Endpoint;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:BbbEndpoint</c>. What is not enabled may be half written, but not wrong.</summary>
internal static class BbbEndpointRules
{
    private static readonly TimeSpan ShortestKeep = TimeSpan.FromDays(2);
    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(3650);
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(30);

    /// <summary>Checks them.</summary>
    public static void Check(DialInOptions options, FaultList faults)
    {
        var endpoint = options.BbbEndpoint;
        NameRules.Check(endpoint.FrontEnds.Select(static frontEnd => frontEnd.Name), "BbbEndpoint:FrontEnds", faults);
        foreach (var (index, frontEnd) in endpoint.FrontEnds.Index())
        {
            CheckSecret(frontEnd.Secret, OptionsRules.Key($"BbbEndpoint:FrontEnds:{index}:Secret"), "what the front end has as the secret of its BBB server; openssl rand -hex 32 makes one", faults);
        }

        LanguageRule.Check(endpoint.Language, OptionsRules.Key($"BbbEndpoint:Language"), faults);
        CheckRange(endpoint.KeepPin, ShortestKeep, LongestKeep, OptionsRules.Key($"BbbEndpoint:KeepPin"), faults);
        CheckRange(endpoint.Timeout, ShortestTimeout, LongestTimeout, OptionsRules.Key($"BbbEndpoint:Timeout"), faults);
        CheckServers(options, faults);
        WarnOfJoins(options, faults);
        if (endpoint.Joins == JoinMode.Forward && endpoint.PickServer != PickServer.None)
        {
            faults.Add(OptionsRules.Key($"BbbEndpoint:Joins"), endpoint.Joins, "must be Redirect with BbbEndpoint:PickServer: the browser's session is one server's, and DialIn's host name cannot stand for several");
        }

        CheckLoadBalancer(endpoint, faults);
        if (endpoint.Enabled && endpoint.FrontEnds.Count == 0)
        {
            faults.Add(OptionsRules.Key($"BbbEndpoint:FrontEnds"), null, "is missing; name at least one front end with Name and Secret");
        }
    }

    private static void CheckServers(DialInOptions options, FaultList faults)
    {
        var endpoint = options.BbbEndpoint;
        foreach (var (index, name) in endpoint.Servers.Index())
        {
            if (!options.Servers.Any(server => server.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                faults.Add(OptionsRules.Key($"BbbEndpoint:Servers:{index}"), name, $"must be the Name of one of Servers: {string.Join(", ", options.Servers.Select(static server => server.Name))}");
            }
        }

        if (options.Servers.Any(static server => server.Name.Equals(LoadBalancerOptions.Name, StringComparison.OrdinalIgnoreCase)) && endpoint.LoadBalancer.ApiUrl is not null)
        {
            faults.Add(OptionsRules.Key($"Servers"), LoadBalancerOptions.Name, "is the name of BbbEndpoint:LoadBalancer; a server needs another one");
        }

        var count = endpoint.Servers.Count > 0 ? endpoint.Servers.Count : options.Servers.Count;
        if (endpoint is { Enabled: true, PickServer: PickServer.None, LoadBalancer.ApiUrl: null } && count > 1)
        {
            faults.Add(OptionsRules.Key($"BbbEndpoint:PickServer"), endpoint.PickServer, $"must be FewestParticipants or FewestMeetings with {count} servers behind the endpoint; or name one in BbbEndpoint:Servers, or a BbbEndpoint:LoadBalancer");
        }
    }

    // Browsers follow it: this machine is not theirs.
    private static void WarnOfJoins(DialInOptions options, FaultList faults)
    {
        var endpoint = options.BbbEndpoint;
        if (endpoint is { Enabled: true, Joins: JoinMode.Redirect, LoadBalancer.ApiUrl: null })
        {
            var orForward = endpoint.PickServer == PickServer.None ? ", or Joins = Forward" : "";
            foreach (var (index, server) in options.Servers.Index())
            {
                if (endpoint.HasBehind(server.Name) && Uri.TryCreate(server.ApiUrl, UriKind.Absolute, out var url) && url.IsLoopback)
                {
                    faults.Warn(OptionsRules.Key($"Servers:{index}:ApiUrl"), server.ApiUrl, $"is no address that browsers reach, and BbbEndpoint:Joins = Redirect sends them there; take the server's public name{orForward}");
                }
            }
        }
    }

    private static void CheckLoadBalancer(BbbEndpointOptions endpoint, FaultList faults)
    {
        var balancer = endpoint.LoadBalancer;
        if (balancer.ApiUrl is null)
        {
            if (balancer.Secret is not null)
            {
                faults.Add(OptionsRules.Key($"BbbEndpoint:LoadBalancer:ApiUrl"), null, "is missing; the Secret beside it is for a load balancer");
            }

            return;
        }

        ServerRules.CheckApiUrl(balancer.ApiUrl, OptionsRules.Key($"BbbEndpoint:LoadBalancer:ApiUrl"), faults);
        CheckSecret(balancer.Secret ?? "", OptionsRules.Key($"BbbEndpoint:LoadBalancer:Secret"), "the load balancer's secret (Scalelite: LOADBALANCER_SECRET)", faults);
        if (endpoint.PickServer != PickServer.None || endpoint.Servers.Count > 0)
        {
            faults.Add(OptionsRules.Key($"BbbEndpoint:LoadBalancer:ApiUrl"), balancer.ApiUrl, "goes with neither BbbEndpoint:Servers nor BbbEndpoint:PickServer: the load balancer knows its servers and picks");
        }
    }

    private static void CheckSecret(string secret, string key, string what, FaultList faults)
    {
        if (string.IsNullOrWhiteSpace(secret))
        {
            faults.Add(key, null, $"is missing; it is {what}");
        }
        else if (secret != secret.Trim())
        {
            faults.Add(key, null, "has a blank or a line end before or after it; remove that");
        }
    }

    private static void CheckRange(TimeSpan value, TimeSpan least, TimeSpan most, string key, FaultList faults)
    {
        if (value < least || value > most)
        {
            faults.Add(key, Duration.Format(value), $"must be {Duration.Format(least)} to {Duration.Format(most)}");
        }
    }
}
