namespace DialIn.Benchmarks;

/// <summary>Something that this machine lacks, in words for who runs the benchmark.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
