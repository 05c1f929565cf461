using DialIn.Calls;
using DialIn.Ivr;
using DialIn.Meetings;
using DialIn.Sip.Messages;

namespace DialIn.BigBlueButton;

/// <summary>Makes a meeting's SIP URI from its server's template.</summary>
internal sealed class ConferenceAddresses(IReadOnlyList<ServerOptions> servers) : IConferenceAddresses
{
    private readonly Dictionary<string, ServerOptions> _servers = servers.ToDictionary(server => server.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public SipUri AddressOf(RunningMeeting meeting) => SipUri.Parse(ConferenceTarget.For(_servers[meeting.ServerName], meeting));

    /// <inheritdoc/>
    public TelephoneKey? MuteKeyOf(RunningMeeting meeting) =>
        _servers[meeting.ServerName].MuteKey is [var key] && !ConferenceTarget.IsOnLiveKit(meeting) && TelephoneKey.TryFrom(key, out var muteKey) ? muteKey : null;
}
