namespace DialIn.BigBlueButton.Endpoint;

/// <summary>How a server is chosen for a new meeting.</summary>
internal enum PickServer
{
    /// <summary>Not at all: there is one server, or a load balancer.</summary>
    None,

    /// <summary>The one with the fewest people; a young meeting counts as if more had come already.</summary>
    FewestParticipants,

    /// <summary>The one with the fewest meetings.</summary>
    FewestMeetings,
}
