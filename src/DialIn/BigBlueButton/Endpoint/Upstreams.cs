namespace DialIn.BigBlueButton.Endpoint;

/// <summary>The servers behind the endpoint, each with its secret of this moment. Thread-safe.</summary>
internal sealed class Upstreams
{
    private readonly ServerSecrets _secrets;
    private readonly ServerOptions? _loadBalancer;
    private readonly IReadOnlyList<ServerOptions> _servers;

    public Upstreams(BbbEndpointOptions options, IReadOnlyList<ServerOptions> servers, ServerSecrets secrets)
    {
        _secrets = secrets;
        _loadBalancer = options.LoadBalancer.ToServer();
        _servers = _loadBalancer is not null
            ? [_loadBalancer]
            : [.. servers.Where(server => options.HasBehind(server.Name))];
    }

    /// <summary>All of them; at least one.</summary>
    public IReadOnlyList<Upstream> All => [.. _servers.Select(Of)];

    private Upstream Of(ServerOptions server)
    {
        var (active, other) = _secrets.Find(server);
        return new Upstream(server, active.Text, server == _loadBalancer, other?.Text);
    }
}
