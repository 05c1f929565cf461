namespace DialIn.Tests.Storage;

/// <summary>The contract, on SQLite.</summary>
public class SqlitePinStoreTests() : PinStoreContract(new SqliteFixture());
