namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>
/// sipp as the carrier. A scenario is built from steps; sipp checks each answer against it and its exit code says whether all
/// calls went as written.
/// </summary>
/// <param name="folder">Where the scenario and sipp's errors are written.</param>
/// <param name="remotePort">The port that it calls; none if it is called.</param>
internal sealed class SippCarrier(ScratchFolder folder, int? remotePort)
{
    /// <summary>How long sipp may take in all before it counts as failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How it sends: <c>u1</c> by UDP, <c>t1</c> by TCP, each from one socket.</summary>
    public string Transport { get; init; } = "u1";

    /// <summary>The address of this machine that both sides use.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port that it sends from and is called at; a free one if not said.</summary>
    public int? Port { get; init; }

    /// <summary>The number that the scenario dials.</summary>
    public string Called { get; init; } = "+4961511234567";

    /// <summary>Runs <paramref name="calls"/> calls, all at once, and gives what sipp printed if it failed.</summary>
    public ProgramProcess Start(SippScenario scenario, int calls = 1)
    {
        var file = folder.Write($"{scenario.Name}.xml", scenario.ToXml());
        string[] remote = remotePort is null ? [] : [Address.Contains(':', StringComparison.Ordinal) ? $"[{Address}]:{remotePort}" : $"{Address}:{remotePort}"];
        return new ProgramProcess("sipp", [
            "-sf", file, "-m", $"{calls}", "-l", $"{calls}", "-r", $"{Math.Max(calls / 2, 1)}",
            "-i", Address, "-p", $"{Port ?? FreePorts.Next()}", "-mi", Address, "-mp", $"{FreePorts.NextRange(4)}",
            "-t", Transport, "-nostdin", "-s", Called,
            "-timeout", $"{(int)Timeout.TotalSeconds}", "-timeout_error", "-recv_timeout", $"{(int)Timeout.TotalMilliseconds}",
            "-trace_err", "-error_file", folder.File($"{scenario.Name}.err"), .. remote], folder.Path);
    }

    /// <summary>Runs the scenario to its end; a failure shows sipp's own words.</summary>
    public async Task RunAsync(SippScenario scenario, int calls, CancellationToken cancel)
    {
        await using var sipp = Start(scenario, calls);
        await EndAsync(sipp, scenario, cancel);
    }

    /// <summary>Waits for a started scenario.</summary>
    public async Task EndAsync(ProgramProcess sipp, SippScenario scenario, CancellationToken cancel)
    {
        var code = await sipp.WaitForExitAsync(Timeout + TimeSpan.FromSeconds(10), cancel);
        var errors = folder.File($"{scenario.Name}.err");
        Assert.True(code == 0, $"sipp ended with {code}.\n{(File.Exists(errors) ? File.ReadAllText(errors) : "")}\n{sipp.Output}");
    }
}
