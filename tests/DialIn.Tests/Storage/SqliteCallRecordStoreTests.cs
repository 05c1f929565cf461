namespace DialIn.Tests.Storage;

/// <summary>The contract, on SQLite.</summary>
public class SqliteCallRecordStoreTests() : CallRecordStoreContract(new SqliteFixture());
