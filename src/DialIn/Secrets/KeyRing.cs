namespace DialIn.Secrets;

/// <summary>The keys at hand: the last one encrypts, all of them open. More than one only during a change of the key.</summary>
/// <param name="Keys">At least one.</param>
/// <param name="Source">Where they come from, in words, such as the file's path.</param>
internal sealed record KeyRing(IReadOnlyList<SecretKey> Keys, string Source)
{
    /// <summary>The key that encrypts.</summary>
    public SecretKey Newest => Keys[^1];

    /// <summary>The key with this number, or <see langword="null"/>.</summary>
    public SecretKey? Find(string id) => Keys.FirstOrDefault(key => key.Id == id);

    /// <summary>Reads keys, one a line; <see langword="null"/> if a line is none or there is no line.</summary>
    public static KeyRing? Parse(string text, string source)
    {
        var keys = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static line => SecretKey.Parse(line)).ToList();
        return keys.Count == 0 || keys.Contains(null) ? null : new KeyRing([.. keys.OfType<SecretKey>()], source);
    }

    /// <summary>Where they come from, never a key.</summary>
    public override string ToString() => $"{Newest} from {Source}";
}
