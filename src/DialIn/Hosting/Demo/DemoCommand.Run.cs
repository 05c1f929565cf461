using System.Net.Sockets;
using DialIn.Calls;
using DialIn.Hosting.Commands;
using DialIn.Media.Audio;
using DialIn.Pins;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting.Demo;

/// <content>Running the demo.</content>
internal static partial class DemoCommand
{
    private const string MeetingId = "demo-room";
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ChimeEvery = TimeSpan.FromSeconds(5);

    private static partial async Task<int> RunAsync(bool exitAfterFirstCall, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            await using var setting = await DemoSetting.StartAsync(Path.Combine(Environment.CurrentDirectory, "demo"), cancellationToken);
            if (ConfigOption.Report(setting.Configuration.Faults.All.Where(fault => !fault.IsWarning), terminal))
            {
                return 1;
            }

            return await RunAsync(setting, exitAfterFirstCall, terminal, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("The demo failed: the step after the last line above did not happen in time.");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception fault) when (fault is IOException or SocketException or StoreUnavailableException or Ivr.PromptsException or UnauthorizedAccessException or HttpRequestException)
        {
            await terminal.Error.WriteLineAsync($"The demo failed: {fault.Message}");
            return 1;
        }
    }

    private static async Task<int> RunAsync(DemoSetting setting, bool exitAfterFirstCall, Terminal terminal, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        using var phases = new PhaseListener(time);
        await using var bridge = await BridgeHost.BuildAsync(setting.Configuration, cancellationToken, builder =>
        {
            // The timeline is the demo's output; the log would only stand between its lines.
            builder.Logging.ClearProviders().AddProvider(phases).AddFilter<PhaseListener>(typeof(LiveCalls).FullName, LogLevel.Debug);
            builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        });

        // PINs first, as in life: the invitation is written before the meeting exists.
        var pins = bridge.Services.GetRequiredService<IPinStore>();
        await PinSetup.Generator(setting.Configuration.Options).GenerateAsync(pins, 10, cancellationToken);
        var pin = (await pins.AssignAsync(MeetingId, cancellationToken)).Pin;

        await bridge.StartAsync(cancellationToken);

        // Ctrl+C reaches the bridge's host, which says so here.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, bridge.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            var http = new Uri(bridge.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
            return await ShowAsync(setting, http, pin, phases, exitAfterFirstCall, terminal, time, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task<int> ShowAsync(
        DemoSetting setting, Uri http, Pin pin, PhaseListener phases, bool exitAfterFirstCall, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            limit.CancelAfter(StartWithin);
            await setting.Carrier.WaitForRegistrationAsync(DemoSetting.Account, limit.Token);
        }

        Introduce(setting, pin, terminal);
        var frontEnd = new DemoFrontEnd(setting, terminal);
        var (meeting, server) = await frontEnd.CreateAsync(http, MeetingId, cancellationToken);
        await terminal.Output.WriteLineAsync($"A front end creates the meeting {MeetingId} through DialIn; it starts on {server.Name}. What its people read:\n");
        var isTold = frontEnd.ShowChats(meeting, pin);
        await terminal.Output.WriteLineAsync("Somebody calls:\n");

        var found = await new DemoCall(setting, phases, terminal, time).RunAsync(pin.Reveal(), meeting, server, cancellationToken) && isTold;
        if (!found || exitAfterFirstCall)
        {
            return found ? 0 : 1;
        }

        await StayAsync(setting, http, pin, server.Conference(meeting.VoiceBridge), terminal, time, cancellationToken);
        return 0;
    }

    private static void Introduce(DemoSetting setting, Pin pin, Terminal terminal)
    {
        terminal.Output.WriteLine($"""
            DialIn demo. Everything runs on this machine; the files are in {setting.Folder}.

              carrier    a simulated one at {setting.Carrier.SipEndPoint}; the bridge has registered there with a password
              {string.Join("\n  ", setting.Servers.Select(server => $"{server.Name,-10} a simulated BBB server: {server.ApiUrl}, conference at sip:{server.SipEndPoint}"))}
              bridge     sip:127.0.0.1:{setting.SipPort}, central number {DemoSetting.Number}
              PIN        {pin.RevealGrouped()} for {MeetingId}, which does not exist yet

            """);
    }

    /// <summary>Stays up for the reader's own softphone. A chime in the conference tells that one has arrived.</summary>
    private static async Task StayAsync(
        DemoSetting setting, Uri http, Pin pin, Simulator.Conferences.Conference conference, Terminal terminal, TimeProvider time, CancellationToken cancellationToken)
    {
        await terminal.Output.WriteLineAsync($"""

            Now you: call sip:{DemoSetting.Number}@127.0.0.1:{setting.SipPort} with a softphone on this machine (no account needed), type {pin.RevealGrouped()}.
            A chime every {ChimeEvery.TotalSeconds:0} seconds says that you are in the meeting. The console shows your call: {http}, token {DemoSetting.ApiToken}.
            Ctrl+C ends the demo.
            """);
        var chime = Tone.Sine(660, TimeSpan.FromMilliseconds(300), 8_000, -20);
        using var timer = new PeriodicTimer(ChimeEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await conference.PlayAsync(chime, cancellationToken);
        }
    }
}
