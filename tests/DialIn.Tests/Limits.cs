namespace DialIn.Tests;

/// <summary>How long a test waits for something that must happen: long, because the machine may be busy; it never waits that long when all is well.</summary>
internal static class Limits
{
    public static readonly TimeSpan Generous = TimeSpan.FromMinutes(2);
}
