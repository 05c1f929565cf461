namespace DialIn.Tests.Operations.Console;

/// <summary>All tests of the console in a browser share one service and one browser, one after the other.</summary>
[CollectionDefinition]
public sealed class ConsoleCollection : ICollectionFixture<ConsoleSite>;
