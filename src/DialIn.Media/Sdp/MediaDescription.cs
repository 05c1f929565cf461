namespace DialIn.Media.Sdp;

/// <summary>One <c>m=</c> line with all that belongs to it. RFC 8866 §5.14. Immutable.</summary>
public sealed record MediaDescription
{
    /// <summary>The kind of media: <c>audio</c>, <c>video</c>, <c>image</c>, ...</summary>
    public required string Kind { get; init; }

    /// <summary>The port for RTP; 0 refuses or ends the stream.</summary>
    public required int Port { get; init; }

    /// <summary>The transport: <c>RTP/AVP</c>, <c>RTP/SAVP</c>, <c>udptl</c>, ...</summary>
    public required string Protocol { get; init; }

    /// <summary>The formats in the order of preference; for RTP they are payload types. Never empty.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>The media's own <c>c=</c> line, which wins over the session's, or null.</summary>
    public ConnectionData? Connection { get; init; }

    /// <summary>The attributes of this media, in order.</summary>
    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    /// <summary>Whether this is audio; the word is matched without regard to case.</summary>
    public bool IsAudio => Kind.Equals("audio", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether there is an attribute of a name, with or without a value.</summary>
    internal bool Has(string name) => Attributes.Any(attribute => attribute.Name == name);

    /// <summary>The value of the first attribute of a name, or null.</summary>
    public string? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name)?.Value;
}
