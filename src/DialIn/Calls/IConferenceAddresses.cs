using DialIn.Meetings;
using DialIn.Sip.Messages;

namespace DialIn.Calls;

/// <summary>Knows where a meeting's conference is called.</summary>
internal interface IConferenceAddresses
{
    /// <summary>The SIP URI of the meeting's conference, made from the configuration and the server's own word alone.</summary>
    SipUri AddressOf(RunningMeeting meeting);
}
