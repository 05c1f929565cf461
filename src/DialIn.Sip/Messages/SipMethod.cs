namespace DialIn.Sip.Messages;

/// <summary>
/// What a request asks for. Methods compare case-sensitively, RFC 3261 §7.1.
/// </summary>
/// <param name="Name">The token as it stands in the request line.</param>
public readonly record struct SipMethod(string Name)
{
    /// <summary>Starts or changes a session.</summary>
    public static SipMethod Invite { get; } = new("INVITE");

    /// <summary>Confirms the final response to an INVITE.</summary>
    public static SipMethod Ack { get; } = new("ACK");

    /// <summary>Gives up a pending INVITE.</summary>
    public static SipMethod Cancel { get; } = new("CANCEL");

    /// <summary>Ends a session.</summary>
    public static SipMethod Bye { get; } = new("BYE");

    /// <summary>Asks for capabilities, or whether anyone is there.</summary>
    public static SipMethod Options { get; } = new("OPTIONS");

    /// <summary>Binds a contact to an address of record.</summary>
    public static SipMethod Register { get; } = new("REGISTER");

    /// <summary>Carries application data inside a session.</summary>
    public static SipMethod Info { get; } = new("INFO");

    /// <summary>Changes session parameters without a new INVITE.</summary>
    public static SipMethod Update { get; } = new("UPDATE");

    /// <summary>Confirms a reliable provisional response.</summary>
    public static SipMethod Prack { get; } = new("PRACK");

    /// <summary>Asks the peer to call a third party.</summary>
    public static SipMethod Refer { get; } = new("REFER");

    /// <summary>Reports an event.</summary>
    public static SipMethod Notify { get; } = new("NOTIFY");

    /// <summary>Asks for reports of an event.</summary>
    public static SipMethod Subscribe { get; } = new("SUBSCRIBE");

    /// <summary>Carries a text message.</summary>
    public static SipMethod Message { get; } = new("MESSAGE");

    /// <summary>Publishes event state.</summary>
    public static SipMethod Publish { get; } = new("PUBLISH");

    private static readonly SipMethod[] Known =
        [Invite, Ack, Cancel, Bye, Options, Register, Info, Update, Prack, Refer, Notify, Subscribe, Message, Publish];

    /// <summary>Reads a token. Methods we know share one string.</summary>
    /// <param name="text">The method without white space around it.</param>
    /// <param name="method">The method, if <paramref name="text"/> is a token.</param>
    /// <returns>False if <paramref name="text"/> is not a token.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out SipMethod method)
    {
        foreach (var known in Known)
        {
            if (text.SequenceEqual(known.Name))
            {
                method = known;
                return true;
            }
        }

        var valid = Tokens.IsToken(text);
        method = valid ? new SipMethod(text.ToString()) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Name ?? string.Empty;
}
