namespace DialIn.Benchmarks.Starts;

/// <summary>What starts beside <c>dialin serve</c>: a program of .NET that says it is ready, and does nothing.</summary>
internal static class BareHost
{
    public const string Verb = "bare";

    /// <summary>Stays until its input ends.</summary>
    public static void Run()
    {
        Console.WriteLine("Ready");
        Console.In.ReadToEnd();
    }
}
