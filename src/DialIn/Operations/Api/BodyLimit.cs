using Microsoft.AspNetCore.Http.Metadata;

namespace DialIn.Operations.Api;

/// <summary>How long a body may be, of whatever the program reads as JSON.</summary>
internal sealed class BodyLimit : IRequestSizeLimitMetadata
{
    /// <summary>Most bytes of a body.</summary>
    // Sixteen thousand: a name of 200 characters and two short fields, however they are escaped.
    public const int Bytes = 16 * 1024;

    /// <inheritdoc/>
    public long? MaxRequestBodySize => Bytes;
}
