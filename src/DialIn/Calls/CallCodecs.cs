using DialIn.Media.Codecs;

namespace DialIn.Calls;

/// <summary>What the two sides of a call speak, what was asked of them, and what they refused. Plain data; asks nobody.</summary>
internal sealed record CallCodecs
{
    /// <summary>What the caller's side speaks; <see langword="null"/> before that is agreed.</summary>
    public AudioCodec? Trunk { get; init; }

    /// <summary>What the caller's side had in its last offer.</summary>
    public IReadOnlyList<AudioCodec> Offered { get; init; } = [];

    /// <summary>What our re-INVITE asks of the caller's side; <see langword="null"/> if none is under way.</summary>
    public AudioCodec? AskedOfTrunk { get; init; }

    /// <summary>What the caller's side did not want to change to.</summary>
    public IReadOnlyList<AudioCodec> RefusedByTrunk { get; init; } = [];

    /// <summary>What our re-INVITE asks of the conference; <see langword="null"/> if none is under way.</summary>
    public AudioCodec? AskedOfConference { get; init; }

    /// <summary>The server that <see cref="RefusedByServer"/> is about.</summary>
    public string? Server { get; init; }

    /// <summary>What that server did not take.</summary>
    public IReadOnlyList<AudioCodec> RefusedByServer { get; init; } = [];

    /// <summary>The one codec to offer a server: the caller's, where the server has it, so that audio passes as it is.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="codecs">What the server may be offered, the preferred one first.</param>
    /// <returns><see langword="null"/> when it has refused them all.</returns>
    public AudioCodec? ToOffer(string server, IReadOnlyList<AudioCodec> codecs)
    {
        var left = Of(server, codecs);
        if (Trunk is { } trunk && left.Contains(trunk))
        {
            return trunk;
        }

        // Best what the caller can change to. Then what sounds no better than the caller does: more bandwidth would carry nothing.
        return left
            .OrderByDescending(codec => Offered.Contains(codec))
            .ThenBy(codec => Math.Max(0, codec.SampleRate - (Trunk?.SampleRate ?? codec.SampleRate)))
            .FirstOrDefault();
    }

    /// <summary>Whether a server may be asked for a codec.</summary>
    public bool MayAsk(string server, IReadOnlyList<AudioCodec> codecs, AudioCodec wanted) => Of(server, codecs).Contains(wanted);

    /// <summary>The caller's side speaks another codec from now on, by its own wish: it does not want the old one back.</summary>
    public CallCodecs WithTrunk(AudioCodec codec) =>
        this with { Trunk = codec, RefusedByTrunk = Trunk is { } before && before != codec ? [before] : RefusedByTrunk };

    /// <summary>A server did not take a codec.</summary>
    public CallCodecs WithRefusal(string server, AudioCodec codec) =>
        this with { Server = server, RefusedByServer = Server == server ? [.. RefusedByServer, codec] : [codec] };

    /// <summary>What was refused may be tried again: it may have been something else.</summary>
    public CallCodecs WithoutRefusals() => this with { Server = null, RefusedByServer = [] };

    private List<AudioCodec> Of(string server, IReadOnlyList<AudioCodec> codecs) =>
        [.. codecs.Where(codec => Server != server || !RefusedByServer.Contains(codec))];
}
