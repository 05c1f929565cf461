namespace DialIn.Hosting.Commands;

/// <summary>What a server's FreeSWITCH said to an OPTIONS and to an INVITE for a conference that does not exist.</summary>
/// <param name="Options">The status of the OPTIONS; null for no answer.</param>
/// <param name="Invite">The status of the INVITE; null for no answer.</param>
/// <param name="Reason">Its reason phrase or Reason header field.</param>
/// <param name="HasAudio">Whether audio came after a 200; null where none was to come.</param>
internal sealed record ConferenceAnswers(int? Options, int? Invite, string? Reason, bool? HasAudio)
{
    /// <summary>Why nothing could be sent at all: a name without an address, a port that nobody listens at. Null if something could.</summary>
    public string? NotSent { get; init; }
}
