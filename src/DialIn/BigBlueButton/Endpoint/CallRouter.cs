using Microsoft.AspNetCore.Http;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Which server a call goes to: the only one, or that of its meeting.</summary>
internal sealed class CallRouter(Upstreams upstreams, BbbEndpointOptions options, Cluster cluster, ClusterCalls clusterCalls)
{
    /// <summary>Whether calls go to different servers, so that their forms have to be read.</summary>
    public bool IsCluster => options.PickServer != PickServer.None;

    /// <summary>Whether each server's secret is one that front ends sign with.</summary>
    public bool AreSecretsShared(FrontEnds frontEnds) => upstreams.All.All(server => frontEnds.Know(server.Secret));

    /// <summary>The server; <see langword="null"/> if the call is answered already.</summary>
    public async Task<Upstream?> RouteAsync(HttpContext context, SignedCall call)
    {
        // Who has not signed does not make us ask anybody.
        if (!IsCluster || call.Signer is null)
        {
            return IsCluster && cluster.Reachable is [var any, ..] ? any : upstreams.All[0];
        }

        if (await clusterCalls.TryAnswerAsync(context, call))
        {
            return null;
        }

        var parameters = new CreateParameters(RawQuery.Of(call.Query), call.Form);
        var meetingId = parameters.MeetingId;
        var server = (meetingId, call.Call.Name) switch
        {
            (null, _) => null,
            // A breakout room is on its parent's server.
            (_, SignedCall.Create) when parameters is { IsBreakout: true } && parameters["parentMeetingID"] is { } parent => await cluster.FindAsync(parent, context.RequestAborted),
            (_, SignedCall.Create) => await cluster.PlaceAsync(meetingId, context.RequestAborted),
            _ => await cluster.FindAsync(meetingId, context.RequestAborted),
        };
        var reachable = cluster.Reachable;
        // A meeting that nobody has: any server says so in its own words.
        server ??= reachable.Count > 0 ? reachable[0] : null;
        if (server is null || reachable.All(other => other.Name != server.Name))
        {
            await BbbFault.Unavailable.WriteAsync(context);
            return null;
        }

        return server;
    }
}
