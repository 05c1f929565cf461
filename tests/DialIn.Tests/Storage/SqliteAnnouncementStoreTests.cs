namespace DialIn.Tests.Storage;

/// <summary>The contract, on SQLite.</summary>
public class SqliteAnnouncementStoreTests() : AnnouncementStoreContract(new SqliteFixture());
