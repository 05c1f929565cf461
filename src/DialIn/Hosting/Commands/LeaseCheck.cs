using DialIn.Hosting.Configuration;
using DialIn.Pins;
using DialIn.Storage;
using DialIn.Trunks;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> that says which node registers each account now. A check registers nothing itself.</summary>
internal static class LeaseCheck
{
    /// <summary>One finding for each account that a node holds, or held.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(LoadedConfiguration loaded, LeaseHolder self, CancellationToken cancellationToken)
    {
        if (loaded.Faults.HasFaultAt($"{DialInOptions.Section}:Storage"))
        {
            return [];
        }

        using var database = new SqliteDatabase(loaded.Options.Storage.ConnectionString, loaded.BaseFolder);
        if (!File.Exists(database.FilePath))
        {
            return [];
        }

        try
        {
            await database.CreateIfMissingAsync(cancellationToken);
            var store = new SqliteLeaseStore(database);
            var leases = await store.ReadAsync(cancellationToken);
            return [.. loaded.Options.Trunks.SelectMany(TrunkAccount.Of)
                .Where(account => leases.ContainsKey(account.Label))
                .Select(account => new Finding(Verdict.Ok, $"trunk {account.Label}, node", Words(leases[account.Label], self, store.IsOfThisMachine)))];
        }
        catch (StoreUnavailableException)
        {
            // The storage has its own line.
            return [];
        }
    }

    private static string Words(Lease lease, LeaseHolder self, bool isOfThisMachine) => (lease.Holder, LeaseHolder.Read(lease.Holder)) switch
    {
        (null, _) => "no node registers it now",
        (_, { } holder) when self.KnowsGone(holder, isOfThisMachine) => $"{holder.Name} registered it, and runs no more",
        (_, { } holder) => FormattableString.Invariant($"{holder.Name} registers it, until {lease.Until.UtcDateTime:u} unless it goes on"),
        _ => $"{lease.Holder} registers it",
    };
}
