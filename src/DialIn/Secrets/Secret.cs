using System.Security.Cryptography;
using System.Text;

namespace DialIn.Secrets;

/// <summary>
/// A password or shared secret in memory. Prints as <c>****</c>. Its bytes stay in one place and are zeroed when it is disposed
/// of or nobody holds it any more; a text made by <see cref="Reveal"/> lives until the garbage collector has written over it.
/// </summary>
internal sealed class Secret : IDisposable
{
    /// <summary>The most bytes that a secret may have: far more than any carrier gives, far less than a mistaken file.</summary>
    public const int MaxBytes = 512;

    private readonly byte[] _utf8;

    private Secret(ReadOnlySpan<byte> utf8)
    {
        // Pinned: the collector does not move it, so no copy of it stays behind.
        _utf8 = GC.AllocateUninitializedArray<byte>(utf8.Length, pinned: true);
        utf8.CopyTo(_utf8);
    }

    /// <summary>Zeroes what others may still be reading when they drop it, so it cannot be disposed of.</summary>
    ~Secret() => CryptographicOperations.ZeroMemory(_utf8);

    /// <summary>The secret's bytes; zeroes after <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>Takes a copy of the bytes.</summary>
    public static Secret Of(ReadOnlySpan<byte> utf8) => new(utf8);

    /// <summary>Takes a text.</summary>
    public static Secret Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            return new Secret(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>What is wrong with a text that somebody wants to use as a secret, in words without it; <see langword="null"/> if nothing is.</summary>
    public static string? FaultOf(string text) => text switch
    {
        "" => "is empty",
        _ when Encoding.UTF8.GetByteCount(text) > MaxBytes => $"has more than {MaxBytes} bytes",
        _ when text.Any(char.IsControl) => "has a control character in it",
        _ when text != text.Trim() => "has a blank before or after it",
        _ => null,
    };

    /// <summary>The secret as a text, for those who must send or hash it.</summary>
    public string Reveal()
    {
        var text = Encoding.UTF8.GetString(_utf8);
        // Not zeroed in the middle.
        GC.KeepAlive(this);
        return text;
    }

    /// <summary>Whether the text is this secret, without telling by the time it takes how much of it fits.</summary>
    public bool Is(string text)
    {
        using var other = Of(text);
        var isSame = CryptographicOperations.FixedTimeEquals(_utf8, other._utf8);
        GC.KeepAlive(this);
        return isSame;
    }

    /// <summary>Never the secret.</summary>
    public override string ToString() => "****";

    /// <summary>Zeroes the bytes.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_utf8);
        GC.SuppressFinalize(this);
    }
}
