using DialIn.Announcements;
using DialIn.Calls;
using DialIn.Pins;
using DialIn.Trunks;

namespace DialIn.Tests.Storage;

/// <summary>
/// A database for one test of the contract suites. SQLite always; a fixture for another database is one more class here
/// and one more class that derives from each suite.
/// </summary>
public interface IStoreFixture : IAsyncDisposable
{
    /// <summary>A store as one process has it. Each call is another "process" on the same data.</summary>
    internal Task<IPinStore> OpenPinsAsync(TimeProvider timeProvider, TimeSpan? quarantine = null);

    /// <summary>The same pool as front ends see it.</summary>
    internal Task<IReservationStore> OpenReservationsAsync(TimeProvider timeProvider);

    /// <summary>The upkeep of the same pool.</summary>
    internal Task<IPinPool> OpenPoolAsync(TimeProvider timeProvider, TimeSpan quarantine);

    /// <summary>The same pool as a whole.</summary>
    internal Task<IPinArchive> OpenArchiveAsync(TimeProvider timeProvider);

    /// <summary>The same for wrong PINs.</summary>
    internal Task<IFailureStore> OpenFailuresAsync();

    /// <summary>The same for leases.</summary>
    internal Task<ILeaseStore> OpenLeasesAsync();

    /// <summary>The same for lists that carriers publish.</summary>
    internal Task<IPublishedListStore> OpenPublishedListsAsync();

    /// <summary>The same for call records.</summary>
    internal Task<ICallRecordStore> OpenCallRecordsAsync();

    /// <summary>The same for callers' names.</summary>
    internal Task<ICallerNameStore> OpenCallerNamesAsync();

    /// <summary>The same for announcements.</summary>
    internal Task<IAnnouncementStore> OpenAnnouncementsAsync();
}
