using DialIn.Tests.Repository;

namespace DialIn.Tests.Installation;

/// <summary>A folder as <c>dotnet publish</c> writes it, with a small program in the place of the large one.</summary>
internal static class PublishedFolder
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite;

    /// <summary>What the small program gives for a key.</summary>
    public static string Key { get; } = new('7', 64);

    /// <summary>Makes one, with modes as a strict umask gives them.</summary>
    /// <param name="folder">Where; what is there is overwritten.</param>
    /// <param name="version">What the program calls itself.</param>
    /// <param name="isBroken">Whether the program ends with a fault, whatever it is asked for.</param>
    public static void Make(string folder, string version, bool isBroken = false)
    {
        Copy(Path.Combine(Checkout.Root, "sip-config"), Path.Combine(folder, "sip-config"));
        File.Copy(Path.Combine(Checkout.Root, "sip-config/install.sh"), Path.Combine(folder, "install.sh"), overwrite: true);
        var program = Path.Combine(folder, "dialin");
        File.WriteAllText(program, isBroken ? "#!/bin/sh\nexit 1\n" : $"#!/bin/sh\ncase \"$*\" in 'secrets create-key --print') echo {Key};; --version) echo {version};; *) exit 1;; esac\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, Executable);
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
