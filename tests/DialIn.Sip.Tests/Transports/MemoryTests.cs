namespace DialIn.Sip.Tests.Transports;

/// <summary>Tests that look at the memory of the whole process run when no other test does.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests;
