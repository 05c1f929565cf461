namespace DialIn.Sip.Messages;

/// <summary>What is wrong with bytes that are no message.</summary>
public enum SipParseErrorKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The input ends before the blank line that ends the headers.</summary>
    Incomplete,

    /// <summary>The input is longer than the limits allow.</summary>
    TooLarge,

    /// <summary>There are more header lines than the limits allow.</summary>
    TooManyHeaders,

    /// <summary>The first line is neither a request line nor a status line.</summary>
    BadStartLine,

    /// <summary>A line is not a header: no colon, or no token before it.</summary>
    BadHeaderLine,

    /// <summary>Content-Length is not a number, or there are several that differ; on a stream, also: there is none.</summary>
    BadContentLength,

    /// <summary>Content-Length promises more bytes than the datagram has.</summary>
    TruncatedBody,
}
