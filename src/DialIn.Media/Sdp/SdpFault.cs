namespace DialIn.Media.Sdp;

/// <summary>Why a session description was refused. What is merely odd is ignored, not refused.</summary>
public enum SdpFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>More than 16 KiB.</summary>
    TooLong,

    /// <summary>More than 512 lines.</summary>
    TooManyLines,

    /// <summary>More than 16 <c>m=</c> lines.</summary>
    TooManyMedia,

    /// <summary>More than 64 formats in one <c>m=</c> line.</summary>
    TooManyFormats,

    /// <summary>The description does not begin with <c>v=0</c>.</summary>
    Version,

    /// <summary>A line is not a letter, an equals sign and a value.</summary>
    Line,

    /// <summary><c>o=</c> has not its six fields, or no numbers where numbers belong.</summary>
    Origin,

    /// <summary><c>c=</c> has not its three fields.</summary>
    Connection,

    /// <summary><c>m=</c> has not its four fields, or one of them has a character that no token may have.</summary>
    Media,

    /// <summary>The port of an <c>m=</c> line is not a number from 0 to 65535.</summary>
    Port,
}
