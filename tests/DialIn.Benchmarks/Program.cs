using System.CommandLine;
using System.Globalization;
using DialIn.Benchmarks;
using DialIn.Benchmarks.Calls;
using DialIn.Benchmarks.Load;
using DialIn.Benchmarks.Micro;
using DialIn.Benchmarks.Relay;
using DialIn.Benchmarks.Starts;

// Every measure is a ratio within one run on one machine: figures of different machines say nothing beside each other.
switch (args)
{
    // The processes that the benchmarks start.
    case [Generator.Verb, var rate, var seconds]:
        Generator.Run(int.Parse(rate, CultureInfo.InvariantCulture), int.Parse(seconds, CultureInfo.InvariantCulture));
        return 0;
    case [LoadDriver.Verb]:
        LoadDriver.Run();
        return 0;
    case [MediaPlane.Verb, var threads]:
        MediaPlane.Run(int.Parse(threads, CultureInfo.InvariantCulture));
        return 0;
    case [BareHost.Verb]:
        BareHost.Run();
        return 0;
    default:
        var strangers = new Command("strangers", "CPU of a datagram that is refused, in those of an RTP packet that is relayed");
        strangers.SetAction(static (_, _) => StrangerBenchmark.RunAsync());
        var root = new RootCommand("DialIn's benchmarks") { strangers, RelayCommand.Create(), CallsCommand.Create(), StartsCommand.Create(), MicroCommand.Create() };
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (BenchmarkException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
}
