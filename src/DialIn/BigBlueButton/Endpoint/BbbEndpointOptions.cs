namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Section <c>DialIn:BbbEndpoint</c>: DialIn as the BBB API that front ends talk to, in front of the servers.</summary>
internal sealed class BbbEndpointOptions
{
    /// <summary>Whether <c>/bigbluebutton/api/</c> is answered at all.</summary>
    // No: whoever points nothing at it should not have it open.
    public bool Enabled { get; set; }

    /// <summary>Who may call it.</summary>
    public IReadOnlyList<FrontEndOptions> FrontEnds { get; set; } = [];

    /// <summary>The servers behind it, by their names; empty: all of <c>Servers</c>.</summary>
    public IReadOnlyList<string> Servers { get; set; } = [];

    /// <summary>How a server is chosen for a new meeting.</summary>
    // None: to spread meetings over servers is the work of a load balancer, and is done here only for who asks for it.
    public PickServer PickServer { get; set; } = PickServer.None;

    /// <summary>A load balancer that stands between this and the servers.</summary>
    public LoadBalancerOptions LoadBalancer { get; set; } = new();

    /// <summary>What becomes of a <c>join</c> that is for one of <c>Servers</c>.</summary>
    // Redirect: BBB ties the session to a cookie of the host that answered the join.
    public JoinMode Joins { get; set; } = JoinMode.Redirect;

    /// <summary>Language of the moderators' message where the front end does not name one; unset: the first language of the first number.</summary>
    public string? Language { get; set; }

    /// <summary>How long a PIN that a <c>create</c> brought is kept after the last one; rooms reserved otherwise are not touched.</summary>
    // Ninety days: a weekly meeting keeps its PIN over the longest holidays, and meetings that never come again do not pile up.
    public TimeSpan KeepPin { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Whether <c>dialNumber</c> is set to the value that BBB's clients hide.</summary>
    // Yes: clients show any other one to everybody, with the conference's number as if it were the PIN.
    public bool HideDialNumber { get; set; } = true;

    /// <summary>Whether meetings get <c>meta_dialin-number</c>, our telephone number. Never the PIN.</summary>
    public bool AddMetadata { get; set; } = true;

    /// <summary>How long a server may be silent before the front end is told.</summary>
    // A minute and a half: bbb-web needs seconds at worst; a presentation that is on its way keeps the exchange alive.
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Whether a server of <c>Servers</c> is behind it, where no load balancer is.</summary>
    public bool HasBehind(string serverName) => Servers.Count == 0 || Servers.Contains(serverName, StringComparer.OrdinalIgnoreCase);
}
