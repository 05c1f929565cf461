using DialIn.Sip.Messages;

namespace DialIn.Trunks;

/// <summary>
/// Which account an INVITE was sent to: a registrar puts our Contact into the Request-URI (RFC 3261 §16.5), and its user part is
/// the account's alone. So several accounts at one provider, which calls from the same addresses, are told apart. Pure.
/// </summary>
internal static class CalledAccount
{
    /// <summary>The account, or null where the INVITE does not say.</summary>
    /// <param name="accounts">The accounts of the trunks that the source belongs to.</param>
    /// <param name="invite">The INVITE.</param>
    public static TrunkAccount? Find(IReadOnlyList<TrunkAccount> accounts, SipRequest invite) =>
        // Carriers that write the dialled number into the Request-URI leave the account in To.
        accounts.FirstOrDefault(account => account.Username == invite.RequestUri.User)
        ?? accounts.FirstOrDefault(account => account.Username == invite.To.Uri.User)
        ?? (accounts.Count == 1 ? accounts[0] : null);
}
