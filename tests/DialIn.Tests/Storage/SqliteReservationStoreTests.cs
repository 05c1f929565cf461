namespace DialIn.Tests.Storage;

/// <summary>The contract, on SQLite.</summary>
public class SqliteReservationStoreTests() : ReservationStoreContract(new SqliteFixture());
