using System.Globalization;
using DialIn.Benchmarks;

// Every measure is a ratio within one run on one machine: figures of different machines say nothing beside each other.
switch (args)
{
    case ["strangers"]:
        await StrangerBenchmark.RunAsync();
        return 0;
    case [Generator.Verb, var rate, var seconds]:
        Generator.Run(int.Parse(rate, CultureInfo.InvariantCulture), int.Parse(seconds, CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("strangers: CPU of a datagram that is refused, in those of an RTP packet that is relayed");
        return 1;
}
