namespace DialIn.Testing;

/// <summary>Measures what a piece of code allocates.</summary>
public static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// Bytes that the calling thread allocates in the best of several rounds: the compiler that makes code faster while it
    /// runs allocates now and then, and a collection counts the rest of the thread's buffer to it; the code itself always or never does.
    /// </summary>
    public static long Of(Action code) => Of(code, GC.GetAllocatedBytesForCurrentThread);

    /// <summary>The same for another thread.</summary>
    /// <param name="code">Has that thread do something.</param>
    /// <param name="allocated">What that thread has allocated so far.</param>
    public static long Of(Action code, Func<long> allocated)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = allocated();
            code();
            least = Math.Min(least, allocated() - before);
        }

        return least;
    }
}
