namespace DialIn.Sip.Authentication;

/// <summary>Passwords that can change while they are in use. Called on the stack's loop: answers at once and never throws.</summary>
public interface IDigestSecrets
{
    /// <summary>
    /// The passwords as they are now, the one to show first in front; empty while there is none. During a rotation two: the
    /// second is shown once the first was refused.
    /// </summary>
    IReadOnlyList<string> Find();

    /// <summary>What the peer said to a password: accepted with a 2xx, or refused with a new challenge or a 403.</summary>
    void Report(string password, bool accepted);
}
