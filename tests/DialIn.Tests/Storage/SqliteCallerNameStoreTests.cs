namespace DialIn.Tests.Storage;

/// <summary>The contract, on SQLite.</summary>
public class SqliteCallerNameStoreTests() : CallerNameStoreContract(new SqliteFixture());
