namespace DialIn.Sip.Tests.Messages;

/// <summary>What becomes of a message.</summary>
public enum TortureOutcome
{
    /// <summary>It is valid for us; what it asks for is the user agent's business.</summary>
    Accepted,

    /// <summary>The validator names the status that its sender is owed.</summary>
    Refused,

    /// <summary>The parser cannot frame it, but reads enough to answer with a status.</summary>
    RefusedByParser,

    /// <summary>A response that is not for us, or is none: dropped.</summary>
    Dropped,
}

/// <summary>One message of RFC 4475 or RFC 5118 (whose Content-Lengths are put right here): what must become of it, and why where the RFC leaves a choice or we differ.</summary>
public sealed record TortureMessage(string Name, string Section, TortureOutcome Outcome, int Status = 0, string Why = "")
{
    /// <summary>Every message of both RFCs, in their order.</summary>
    public static IReadOnlyList<TortureMessage> All { get; } =
    [
        new("wsinv", "3.1.1.1", TortureOutcome.Accepted),
        new("intmeth", "3.1.1.2", TortureOutcome.Accepted),
        new("esc01", "3.1.1.3", TortureOutcome.Accepted),
        new("escnull", "3.1.1.4", TortureOutcome.Accepted),
        new("esc02", "3.1.1.5", TortureOutcome.Accepted),
        new("lwsdisp", "3.1.1.6", TortureOutcome.Accepted),
        new("longreq", "3.1.1.7", TortureOutcome.Accepted),
        new("dblreq", "3.1.1.8", TortureOutcome.Accepted),
        new("semiuri", "3.1.1.9", TortureOutcome.Accepted),
        new("transports", "3.1.1.10", TortureOutcome.Accepted),
        new("mpart01", "3.1.1.11", TortureOutcome.Accepted),
        new("unreason", "3.1.1.12", TortureOutcome.Accepted),
        new("noreason", "3.1.1.13", TortureOutcome.Accepted),
        new("badinv01", "3.1.2.1", TortureOutcome.Refused, 400),
        new("clerr", "3.1.2.2", TortureOutcome.RefusedByParser, 400),
        new("ncl", "3.1.2.3", TortureOutcome.RefusedByParser, 400),
        new("scalar02", "3.1.2.4", TortureOutcome.Refused, 400),
        new("scalarlg", "3.1.2.5", TortureOutcome.Dropped, Why: "The CSeq is beyond 32 bits; the RFC has the response discarded."),
        new("quotbal", "3.1.2.6", TortureOutcome.Refused, 400),
        new("ltgtruri", "3.1.2.7", TortureOutcome.Refused, 400),
        new("lwsruri", "3.1.2.8", TortureOutcome.Refused, 400),
        new("lwsstart", "3.1.2.9", TortureOutcome.Refused, 400, "The RFC also allows a liberal reading."),
        new("trws", "3.1.2.10", TortureOutcome.Refused, 400, "The RFC also allows to ignore the spaces."),
        new("escruri", "3.1.2.11", TortureOutcome.Refused, 400, "The RFC also allows to ignore the headers in the Request-URI."),
        new("baddate", "3.1.2.12", TortureOutcome.Accepted, Why: "Nothing here reads Date; the RFC lets whoever does not need it ignore it."),
        new("regbadct", "3.1.2.13", TortureOutcome.Refused, 400),
        new("badaspec", "3.1.2.14", TortureOutcome.Refused, 400),
        new("baddn", "3.1.2.15", TortureOutcome.RefusedByParser, 400, "The archive's message lacks the blank line, and that alone is refused; with it, the row below holds."),
        new("badvers", "3.1.2.16", TortureOutcome.Refused, 505),
        new("mismatch01", "3.1.2.17", TortureOutcome.Refused, 400),
        new("mismatch02", "3.1.2.18", TortureOutcome.Refused, 400, "The RFC prefers 501 and allows 400: whether a method is known is decided after the message is known to be sound."),
        new("bigcode", "3.1.2.19", TortureOutcome.Dropped),
        new("badbranch", "3.2.1", TortureOutcome.Refused, 400),
        new("insuf", "3.3.1", TortureOutcome.Refused, 400),
        new("unkscm", "3.3.2", TortureOutcome.Refused, 416),
        new("novelsc", "3.3.3", TortureOutcome.Refused, 416),
        new("unksm2", "3.3.4", TortureOutcome.Accepted, Why: "Unknown schemes outside the Request-URI are the registrar's to refuse."),
        new("bext01", "3.3.5", TortureOutcome.Accepted, Why: "420 is the user agent's answer."),
        new("invut", "3.3.6", TortureOutcome.Accepted, Why: "415 is the user agent's answer."),
        new("regaut01", "3.3.7", TortureOutcome.Accepted, Why: "401 is the registrar's answer."),
        new("multi01", "3.3.8", TortureOutcome.Refused, 400),
        new("mcl01", "3.3.9", TortureOutcome.RefusedByParser, 400),
        new("bcast", "3.3.10", TortureOutcome.Dropped, Why: "Two Vias: the response is not for us."),
        new("zeromf", "3.3.11", TortureOutcome.Accepted, Why: "We are the end point, so no hop is left to refuse."),
        new("cparam01", "3.3.12", TortureOutcome.Accepted),
        new("cparam02", "3.3.13", TortureOutcome.Accepted),
        new("regescrt", "3.3.14", TortureOutcome.Accepted),
        new("sdp01", "3.3.15", TortureOutcome.Accepted, Why: "406 is the user agent's answer."),
        new("inv2543", "3.4.1", TortureOutcome.Accepted),

        new("ipv6-good", "4.1", TortureOutcome.Accepted) { Rfc = 5118 },
        new("ipv6-bad", "4.2", TortureOutcome.Refused, 400) { Rfc = 5118 },
        new("port-ambiguous", "4.3", TortureOutcome.Accepted) { Rfc = 5118 },
        new("port-unambiguous", "4.4", TortureOutcome.Accepted) { Rfc = 5118 },
        new("via-received-param-with-delim", "4.5", TortureOutcome.Accepted) { Rfc = 5118 },
        new("via-received-param-no-delim", "4.5", TortureOutcome.Accepted) { Rfc = 5118 },
        new("ipv6-in-sdp", "4.6", TortureOutcome.Accepted) { Rfc = 5118 },
        new("mult-ip-in-header", "4.7", TortureOutcome.Accepted) { Rfc = 5118 },
        new("mult-ip-in-sdp", "4.8", TortureOutcome.Accepted) { Rfc = 5118 },
        new("ipv4-mapped-ipv6", "4.9", TortureOutcome.Accepted) { Rfc = 5118 },
        new("ipv6-bug-abnf-3-colons", "4.10", TortureOutcome.Accepted) { Rfc = 5118 },
        new("ipv6-correct-abnf-2-colons", "4.10", TortureOutcome.Accepted) { Rfc = 5118 },
    ];

    /// <summary>The RFC that it comes from.</summary>
    public int Rfc { get; private init; } = 4475;

    /// <summary>The message's bytes.</summary>
    public byte[] Bytes => Load(Name);

    /// <summary>The bytes of a message by name.</summary>
    public static byte[] Load(string name)
    {
        var file = $"Torture.{name}.dat";
        using var stream = typeof(TortureMessage).Assembly.GetManifestResourceStream(file) ?? throw new FileNotFoundException(file);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public override string ToString() => $"RFC {Rfc} §{Section} {Name}";
}
