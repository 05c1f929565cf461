using System.Net.Sockets;
using DialIn.Ivr;
using DialIn.Meetings;
using DialIn.Sip.Messages;

namespace DialIn.Calls;

/// <summary>Knows where a meeting's conference is called.</summary>
internal interface IConferenceAddresses
{
    /// <summary>The SIP URI of the meeting's conference, made from the configuration and the server's own word alone.</summary>
    SipUri AddressOf(RunningMeeting meeting);

    /// <summary>The address family of the server, in which it is offered audio; null if it is not known.</summary>
    AddressFamily? FamilyOf(RunningMeeting meeting);

    /// <summary>The key by which the conference mutes a caller; null if it has none.</summary>
    TelephoneKey? MuteKeyOf(RunningMeeting meeting);
}
