using DialIn.Ivr;
using DialIn.Pins;

namespace DialIn.Calls;

/// <summary>
/// Knows the PINs of the proof calls that are under way, so that such a call is recognised when it comes in, and what it hears is
/// told to who placed it. Thread-safe; never waits and never throws.
/// </summary>
internal interface IProofPins
{
    /// <summary>A PIN was typed.</summary>
    /// <param name="pin">The PIN.</param>
    /// <param name="callId">The call in which it was typed.</param>
    /// <param name="calledNumber">The number that was called.</param>
    /// <returns>Whether it leads to the tone check and nowhere else. It does so once.</returns>
    bool OpensToneCheck(Pin pin, string callId, string calledNumber);

    /// <summary>The tone check has heard a key.</summary>
    void Heard(string callId, TelephoneKey key);
}
