using System.Collections;
using DialIn.Hosting.Configuration;

namespace DialIn.Tests.Hosting;

/// <summary>Configurations for tests: the one that DESIGN prints, changed key by key through the environment.</summary>
internal static class Settings
{
    /// <summary>The configuration of the documentation, word for word.</summary>
    public const string Documented = """
        { "DialIn": {
          "PhoneNumbers": [ { "Number": "+4961511234567", "Label": "Darmstadt", "Languages": ["de", "en"] } ],
          "Sip":     { "Listen": ["udp://127.0.0.1:5060", "tcp://127.0.0.1:5060"], "PublicAddress": null },
          "Media":   { "Address": "127.0.0.1", "PublicAddress": null, "PortRange": "20000-29999" },
          "Trunks":  [ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"] },
                       { "Name": "sipgate", "Mode": "Register", "Registrar": "sip:sipconnect.sipgate.de", "Username": "123456" } ],
          "Servers": [ { "Name": "bbb1", "ApiUrl": "http://127.0.0.1:8090/bigbluebutton/api/", "Secret": "s3cret",
                         "SipUri": "sip:{voiceBridge}@127.0.0.1:5090" } ],
          "Pins":    { "Length": 9 },
          "Storage": { "Provider": "Sqlite", "ConnectionString": "Data Source=dialin.db" },
          "Http":    { "Listen": "http://127.0.0.1:8080", "ApiToken": "..." } } }
        """;

    /// <summary>Loads a file with some keys changed; the keys are below the section, such as <c>Sip:Listen:0</c>.</summary>
    public static LoadedConfiguration Load(string? file, params (string Key, string? Value)[] changes)
    {
        IDictionary environment = new Dictionary<string, string?>(
            changes.Select(static c => KeyValuePair.Create($"DialIn__{c.Key.Replace(":", "__", StringComparison.Ordinal)}", c.Value)));
        return ConfigurationLoader.Load(file, environment);
    }

    /// <summary>Loads the documented configuration from a folder, with some keys changed.</summary>
    public static LoadedConfiguration Documentation(TestFolder folder, params (string Key, string? Value)[] changes) =>
        Load(folder.Write("dialin.json", Documented, UnixFileMode.UserRead | UnixFileMode.UserWrite), changes);

    /// <summary>The faults, warnings not counted, as they are printed.</summary>
    public static IReadOnlyList<string> Faults(this LoadedConfiguration loaded) =>
        [.. loaded.Faults.All.Where(static fault => !fault.IsWarning).Select(static fault => fault.ToString())];

    /// <summary>The warnings, as they are printed.</summary>
    public static IReadOnlyList<string> Warnings(this LoadedConfiguration loaded) =>
        [.. loaded.Faults.All.Where(static fault => fault.IsWarning).Select(static fault => fault.ToString())];
}
