using DialIn.Media.Audio;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>linphonec as the caller's telephone: plays a WAV file, records a WAV file, and is steered by what is typed into it.</summary>
internal sealed class LinphonePhone : IAsyncDisposable
{
    private readonly ProgramProcess _process;
    private readonly string _heard;

    private LinphonePhone(ProgramProcess process, string heard) => (_process, _heard) = (process, heard);

    /// <param name="folder">Scratch space.</param>
    /// <param name="caller">Its user's number.</param>
    /// <param name="speaks">The WAV file (mono, 16 bit, 8 kHz) that it speaks into each call.</param>
    /// <param name="pressesByInfo">Whether a key is a SIP INFO; else a telephone-event (RFC 4733).</param>
    /// <param name="roots">PEM file of the roots that it believes over TLS.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="suite">The one suite that it encrypts its audio with, always; null for not at all.</param>
    public static async Task<LinphonePhone> StartAsync(
        ScratchFolder folder, string caller, string speaks, bool pressesByInfo, string roots, CancellationToken cancel, string? suite = null)
    {
        var home = folder.File("linphone");
        Directory.CreateDirectory(Path.Combine(home, ".local/share/linphone"));
        var media = FreePorts.NextRange(20);
        var configuration = folder.Write("linphonerc", $"""
            [sip]
            sip_port={FreePorts.Next()}
            sip_tcp_port={FreePorts.Next()}
            sip_tls_port={FreePorts.Next()}
            bind_address=127.0.0.1
            guess_hostname=0
            use_ipv6=0
            contact=<sip:{caller}@127.0.0.1>
            use_info={(pressesByInfo ? 1 : 0)}
            use_rfc2833={(pressesByInfo ? 0 : 1)}
            {(suite is null ? "media_encryption=none" : $"media_encryption=srtp\nmedia_encryption_mandatory=1\nsrtp_crypto_suites={suite}")}
            root_ca={roots}
            auto_net_state_mon=0
            [net]
            firewall_policy=0
            [rtp]
            audio_rtp_port={media}-{media + 19}
            bind_address=127.0.0.1
            [video]
            enabled=0
            automatically_initiate=0
            [sound]
            echocancellation=0
            [misc]
            history_max_size=0
            """);
        var process = new ProgramProcess("linphonec", ["-c", configuration], home, new Dictionary<string, string> { ["HOME"] = home }, isTyped: true);
        var phone = new LinphonePhone(process, folder.File("heard.wav"));
        await phone.TypeAsync("soundcard use files", "Using wav files", cancel);
        await process.TypeAsync($"play {speaks}", cancel);
        await process.TypeAsync($"record {phone._heard}", cancel);
        return phone;
    }

    public Task DialAsync(string uri, CancellationToken cancel) => TypeAsync($"call {uri}", "Media streams established", cancel);

    /// <summary>Presses keys.</summary>
    public Task PressAsync(string keys, CancellationToken cancel) => _process.TypeAsync(keys, cancel);

    public Task HangUpAsync(CancellationToken cancel) => TypeAsync("terminate", " ended (", cancel);

    /// <summary>What it has written of its call so far.</summary>
    // Its header comes at the end, and counts itself as sound: 44 bytes more than there are.
    public PcmClip Heard() => GrowingWav.Read(_heard);

    /// <summary>Ends linphonec and gives what it heard in its one call.</summary>
    public async Task<PcmClip> StopAsync(CancellationToken cancel)
    {
        await _process.TypeAsync("quit", cancel);
        await _process.WaitForExitAsync(TimeSpan.FromMinutes(1), cancel);
        return Heard();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(_process.Output);
    }

    private async Task TypeAsync(string command, string answer, CancellationToken cancel)
    {
        await _process.TypeAsync(command, cancel);
        await _process.WaitForLineAsync(line => line.Contains(answer, StringComparison.Ordinal), TimeSpan.FromSeconds(60), cancel);
    }
}
