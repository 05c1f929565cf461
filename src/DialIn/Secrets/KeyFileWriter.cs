namespace DialIn.Secrets;

/// <summary>Writes the key file, so that at no moment a key that is still needed can be lost.</summary>
internal static class KeyFileWriter
{
    /// <summary>Creates the file, mode 0600, with a new key.</summary>
    /// <exception cref="SecretsException">It exists already, or cannot be written.</exception>
    public static SecretKey Create(string path)
    {
        if (File.Exists(path))
        {
            throw new SecretsException($"{path} exists already; to change the key: dialin secrets rekey");
        }

        var key = SecretKey.Create();
        Write(path, FileMode.CreateNew, 0, key);
        return key;
    }

    /// <summary>Adds a new key behind those that are there: it encrypts from now on, the others still open.</summary>
    /// <exception cref="SecretsException">The file cannot be written.</exception>
    public static SecretKey Append(string path)
    {
        var key = SecretKey.Create();
        Write(path, FileMode.Open, File.ReadAllText(path).EndsWith('\n') ? new FileInfo(path).Length : -1, key);
        return key;
    }

    /// <summary>Leaves this key alone in the file. In place: the file keeps its owner and its mode, whoever runs this.</summary>
    /// <exception cref="SecretsException">The file cannot be written.</exception>
    public static void Keep(string path, SecretKey key)
    {
        // All lines are equally long: written over the first one, the key stands twice until the rest is cut off, and is never gone.
        Write(path, FileMode.Open, 0, key);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
            file.SetLength(SecretKey.HexLength + 1);
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, fault);
        }
    }

    private static void Write(string path, FileMode mode, long position, SecretKey key)
    {
        try
        {
            // One that is there keeps its mode.
            using var file = mode == FileMode.CreateNew ? new FileStream(path, PrivateFile.Options(mode)) : new FileStream(path, mode, FileAccess.Write);
            // A last line without an end gets one first.
            var line = position < 0 ? $"\n{key.Reveal()}\n" : $"{key.Reveal()}\n";
            file.Position = position < 0 ? file.Length : position;
            file.Write(System.Text.Encoding.ASCII.GetBytes(line));
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, fault);
        }
    }

    private static SecretsException Refused(string path, Exception fault) =>
        new($"{path} cannot be written by this user: {fault.Message}. Run this as the owner of the file, or: dialin secrets create-key --print | sudo install -m 600 -o dialin -g dialin /dev/stdin {path}");
}
