namespace DialIn.Trunks;

/// <summary>
/// The secrets of the trunks' accounts, by the trunk's name and the account's own (<see cref="TrunkAccount.Name"/>). Any
/// thread. <see cref="Find"/> and <see cref="Report"/> are called on the SIP stack's loop, for every challenge: they answer at
/// once, from memory or a small file, and never throw.
/// </summary>
internal interface ITrunkSecrets
{
    /// <summary>The secrets as they are now; <see langword="null"/> while the account has none: then it is not registered.</summary>
    TrunkSecret? Find(string trunk, string account);

    /// <summary>The carrier's word on a secret that <see cref="Find"/> gave: a rotation is decided by it.</summary>
    /// <param name="trunk">The trunk's name.</param>
    /// <param name="account">The account's name.</param>
    /// <param name="secret">The secret that was shown.</param>
    /// <param name="accepted"><see langword="false"/> if the carrier refused it, with a new challenge or a 403.</param>
    void Report(string trunk, string account, string secret, bool accepted);

    /// <summary>Tells of each account whose secrets have changed, appeared or gone; the account is then registered anew at once.</summary>
    /// <param name="changed">Hears the trunk's and the account's name, on any thread; returns at once.</param>
    /// <returns>Ends the telling.</returns>
    IDisposable Watch(Action<string, string> changed);
}
