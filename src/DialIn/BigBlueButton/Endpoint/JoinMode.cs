namespace DialIn.BigBlueButton.Endpoint;

/// <summary>What becomes of a <c>join</c>.</summary>
internal enum JoinMode
{
    /// <summary>The browser is sent to the server's own API, with the call signed for it, as load balancers do.</summary>
    Redirect,

    /// <summary>It is passed on like any other call: right where the endpoint and the server share one host name.</summary>
    Forward,
}
