namespace DialIn.Tests.Storage;

/// <summary>The contract, on SQLite.</summary>
public class SqlitePinPoolTests() : PinPoolContract(new SqliteFixture());
