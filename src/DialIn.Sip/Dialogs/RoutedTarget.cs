using DialIn.Sip.Messages;

namespace DialIn.Sip.Dialogs;

/// <summary>How a request travels.</summary>
/// <param name="RequestUri">Its Request-URI.</param>
/// <param name="Routes">Its Route header fields, in order.</param>
/// <param name="NextHop">The URI whose host it is sent to.</param>
public sealed record RoutedTarget(SipUri RequestUri, IReadOnlyList<NameAddress> Routes, SipUri NextHop);
