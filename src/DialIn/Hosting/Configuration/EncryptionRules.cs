using DialIn.BigBlueButton;
using DialIn.Media.Sdp;
using DialIn.Sip.Transports;
using DialIn.Trunks;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for encrypted audio: its keys travel in the signalling, so it is worth as much as that.</summary>
internal static class EncryptionRules
{
    private const string InTheOpen = "lets the keys of the audio travel where anybody on the way can read them; remove it once the signalling runs over TLS";

    /// <summary>Checks trunks and servers.</summary>
    public static void Check(DialInOptions options, FaultList faults)
    {
        var speaksTls = options.Sip.Listen.Any(static listen => listen.Protocol == SipProtocol.Tls);
        foreach (var (index, trunk) in options.Trunks.Index())
        {
            CheckTrunk(trunk, index, speaksTls, faults);
        }

        foreach (var (index, server) in options.Servers.Index())
        {
            CheckServer(server, index, faults);
        }
    }

    private static void CheckTrunk(TrunkOptions trunk, int index, bool speaksTls, FaultList faults)
    {
        var key = OptionsRules.Key($"Trunks:{index}:Srtp");
        if (trunk.SrtpWithoutTls)
        {
            faults.Warn(OptionsRules.Key($"Trunks:{index}:SrtpWithoutTls"), "true", InTheOpen);
        }
        else if (trunk.Srtp == SrtpPolicy.Required && !speaksTls)
        {
            faults.Add(key, trunk.Srtp, "needs signalling over TLS, which nothing in Sip:Listen speaks: every call would be refused; add tls:// there, or set SrtpWithoutTls");
        }
        else if (trunk.Srtp == SrtpPolicy.Required && trunk.Mode == TrunkMode.Register && !IsTls(trunk.OutboundProxy ?? trunk.Registrar ?? ""))
        {
            var target = trunk.OutboundProxy is null ? nameof(trunk.Registrar) : nameof(trunk.OutboundProxy);
            faults.Warn(key, trunk.Srtp, $"refuses every call that does not come over TLS; write {target} with ;transport=tls or as sips:");
        }

        if (trunk.SecurityAgreement == TrunkSecurityAgreement.Mediasec && trunk.Srtp != SrtpPolicy.Required)
        {
            faults.Warn(key, trunk.Srtp, "goes ill with SecurityAgreement Mediasec, which promises encrypted audio; set Required");
        }
    }

    private static void CheckServer(ServerOptions server, int index, FaultList faults)
    {
        var key = OptionsRules.Key($"Servers:{index}:Srtp");
        if (server.SrtpWithoutTls)
        {
            faults.Warn(OptionsRules.Key($"Servers:{index}:SrtpWithoutTls"), "true", InTheOpen);
            return;
        }

        var target = new[] { (nameof(server.SipUri), Value: server.SipUri), (nameof(server.LiveKitSipUri), Value: server.LiveKitSipUri ?? "sips:") }
            .Where(static template => !IsTls(template.Value)).Select(static template => template.Item1).FirstOrDefault();
        if (target is not null && server.Srtp == SrtpPolicy.Required)
        {
            faults.Add(key, server.Srtp, $"needs signalling over TLS; write {target} with ;transport=tls or as sips:, or set SrtpWithoutTls");
        }
        else if (target is not null && server.Srtp == SrtpPolicy.Allowed)
        {
            faults.Warn(key, server.Srtp, $"never encrypts this way: keys travel over TLS alone; write {target} with ;transport=tls or as sips:, or set SrtpWithoutTls");
        }
    }

    private static bool IsTls(string uri) =>
        uri.StartsWith("sips:", StringComparison.OrdinalIgnoreCase) || uri.Contains(";transport=tls", StringComparison.OrdinalIgnoreCase);
}
