using System.Net.Sockets;
using DialIn.Calls;
using DialIn.Ivr;
using DialIn.Meetings;
using DialIn.Sip.Messages;

namespace DialIn.BigBlueButton;

/// <summary>Makes a meeting's SIP URI from its server's template.</summary>
/// <param name="servers">The servers.</param>
/// <param name="addresses">Where their hosts are.</param>
/// <param name="spoken">The families in which we speak SIP and receive audio.</param>
internal sealed class ConferenceAddresses(IReadOnlyList<ServerOptions> servers, ServerAddresses addresses, IReadOnlyCollection<AddressFamily> spoken) : IConferenceAddresses
{
    private readonly Dictionary<string, ServerOptions> _servers = servers.ToDictionary(server => server.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public SipUri AddressOf(RunningMeeting meeting) => SipUri.Parse(ConferenceTarget.For(_servers[meeting.ServerName], meeting));

    /// <inheritdoc/>
    public AddressFamily? FamilyOf(RunningMeeting meeting) => MediaAddresses.FamilyFor(addresses.Of(AddressOf(meeting).Host), spoken);

    /// <inheritdoc/>
    public TelephoneKey? MuteKeyOf(RunningMeeting meeting) =>
        _servers[meeting.ServerName].MuteKey is [var key] && !ConferenceTarget.IsOnLiveKit(meeting) && TelephoneKey.TryFrom(key, out var muteKey) ? muteKey : null;
}
