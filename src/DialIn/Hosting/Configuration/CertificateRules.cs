using System.Globalization;
using System.Security.Cryptography;
using DialIn.BigBlueButton;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Trunks;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for all that TLS needs: certificates, keys, roots, names, and that someone speaks TLS at all.</summary>
internal static class CertificateRules
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    // A fortnight: who renews by hand needs some of it, and what renews itself has done so long before.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(14);

    /// <summary>Checks them.</summary>
    public static void Check(DialInOptions options, string baseFolder, FaultList faults)
    {
        var sip = options.Sip;
        CheckCertificate(OptionsRules.Key($"Sip:CertificateFile"), OptionsRules.Key($"Sip:CertificateKeyFile"), sip.CertificateFile, sip.CertificateKeyFile, baseFolder, faults);
        var speaksTls = sip.Listen.Any(static listen => listen.Protocol == SipProtocol.Tls);
        if (speaksTls && sip.CertificateFile is null && !OpensTls(options))
        {
            faults.Warn(OptionsRules.Key($"Sip:CertificateFile"), null, "is missing; tls:// opens connections and takes none, and nothing here is reached by TLS");
        }

        if (speaksTls && sip.CertificateFile is null && options.Servers.FirstOrDefault(static server => NeedsTls(server.SipUri)) is { } called)
        {
            // Seen with FreeSWITCH 1.10.12: requests in a call go to the Contact over a connection of its own.
            faults.Warn(OptionsRules.Key($"Sip:CertificateFile"), null, $"is missing; {called.Name} is called by TLS, and FreeSWITCH connects to us to hang up: its BYE would not arrive, and whoever a moderator removes would be brought back");
        }

        foreach (var (index, server) in options.Servers.Index())
        {
            CheckReach(OptionsRules.Key($"Servers:{index}:SipUri"), server.SipUri, speaksTls, faults);
            CheckReach(OptionsRules.Key($"Servers:{index}:LiveKitSipUri"), server.LiveKitSipUri, speaksTls, faults);
        }

        foreach (var (index, trunk) in options.Trunks.Index())
        {
            CheckTrunk(trunk, index, speaksTls, takesTls: speaksTls && sip.CertificateFile is not null, baseFolder, faults);
        }
    }

    private static void CheckTrunk(TrunkOptions trunk, int index, bool speaksTls, bool takesTls, string baseFolder, FaultList faults)
    {
        CheckCertificate(
            OptionsRules.Key($"Trunks:{index}:CertificateFile"), OptionsRules.Key($"Trunks:{index}:CertificateKeyFile"), trunk.CertificateFile, trunk.CertificateKeyFile, baseFolder, faults);
        CheckRoots(OptionsRules.Key($"Trunks:{index}:RootsFile"), trunk.RootsFile, baseFolder, faults);
        foreach (var (place, name) in trunk.CertificateNames.Index())
        {
            var domain = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
            if (Uri.CheckHostName(domain) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
            {
                faults.Add(OptionsRules.Key($"Trunks:{index}:CertificateNames:{place}"), name, "must be a domain as the carrier's certificate shows it, such as sip.example.org or *.example.org");
            }
        }

        if (trunk.CertificateNames.Count > 0 && trunk.Mode == TrunkMode.Static && !takesTls)
        {
            faults.Warn(OptionsRules.Key($"Trunks:{index}:CertificateNames"), string.Join(", ", trunk.CertificateNames), "has no effect while nobody can connect by TLS; add tls:// to Sip:Listen, and set Sip:CertificateFile");
        }

        (string Name, string? Value)[] uris = [(nameof(trunk.Registrar), trunk.Registrar), (nameof(trunk.OutboundProxy), trunk.OutboundProxy)];
        foreach (var (name, value) in uris)
        {
            CheckReach(OptionsRules.Key($"Trunks:{index}:{name}"), value, speaksTls, faults);
        }
    }

    // A registered trunk's calls come over the connection that we opened: it needs no certificate of ours.
    private static bool OpensTls(DialInOptions options) =>
        options.Servers.Any(static server => NeedsTls(server.SipUri) || NeedsTls(server.LiveKitSipUri))
        || options.Trunks.Any(static trunk => NeedsTls(trunk.Registrar) || NeedsTls(trunk.OutboundProxy));

    private static void CheckReach(string key, string? uri, bool speaksTls, FaultList faults)
    {
        if (!speaksTls && NeedsTls(uri))
        {
            faults.Add(key, uri, "needs TLS; add tls:// to Sip:Listen, such as tls://192.0.2.1:5061");
        }
    }

    private static bool NeedsTls(string? uri) =>
        SipUri.TryParse(uri?.Replace(ConferenceTarget.Placeholder, "0", StringComparison.Ordinal), out var parsed)
        && (parsed.Scheme == "sips" || parsed.Transport == "tls");

    private static void CheckCertificate(string key, string keyOfKey, string? file, string? keyFile, string baseFolder, FaultList faults)
    {
        if (file is null || keyFile is null)
        {
            if (file is not null || keyFile is not null)
            {
                faults.Add(file is null ? key : keyOfKey, null, "is missing; a certificate and its private key belong together");
            }

            return;
        }

        var (path, keyPath) = (Path.GetFullPath(file, baseFolder), Path.GetFullPath(keyFile, baseFolder));
        if (!File.Exists(path) || !File.Exists(keyPath))
        {
            faults.Add(File.Exists(path) ? keyOfKey : key, File.Exists(path) ? keyFile : file, $"does not exist as {(File.Exists(path) ? keyPath : path)}");
        }
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(keyPath) & Others) != 0)
        {
            faults.Add(keyOfKey, keyFile, $"can be read by others; chmod 600 {keyPath}");
        }
        else
        {
            CheckContent(key, file, path, keyPath, faults);
        }
    }

    private static void CheckContent(string key, string file, string path, string keyPath, FaultList faults)
    {
        try
        {
            var end = new DateTimeOffset(CertificateSource.Load(path, keyPath, TimeProvider.System, NullLogger.Instance).Current.TargetCertificate.NotAfter.ToUniversalTime());
            if (end - TimeProvider.System.GetUtcNow() < RenewBefore)
            {
                faults.Warn(key, file, string.Create(CultureInfo.InvariantCulture, $"is valid until {end:u} only; renew it, no restart is needed"));
            }
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            faults.Add(key, file, $"is not a PEM certificate with its private key in {keyPath}: {fault.Message}");
        }
    }

    private static void CheckRoots(string key, string? file, string baseFolder, FaultList faults)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            if (TrunkCertificates.Roots(Path.GetFullPath(file, baseFolder)).Count == 0)
            {
                faults.Add(key, file, "holds no certificate in PEM form");
            }
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            faults.Add(key, file, $"must be a file of PEM certificates: {fault.Message}");
        }
    }
}
