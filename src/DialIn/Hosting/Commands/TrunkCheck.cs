using DialIn.Hosting.Configuration;
using DialIn.Media.Sdp;
using DialIn.Pins;
using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Trunks;

namespace DialIn.Hosting.Commands;

/// <summary>
/// The part of <c>dialin check</c> that says what each trunk would do: how it registers, where its requests go as name servers
/// see it now, and from where calls are admitted. Faults of the configuration come with the configuration's own part.
/// </summary>
/// <param name="finder">Who asks the name servers.</param>
/// <param name="lists">Who reads what carriers publish.</param>
/// <param name="kept">What the service has kept of them; null if there is no database.</param>
/// <param name="time">The clock.</param>
internal sealed class TrunkCheck(ServerFinder finder, PublishedLists lists, IPublishedListStore? kept, TimeProvider time)
{
    /// <summary>The findings of each trunk whose configuration is right, but for a password that may not be there yet.</summary>
    public async Task<IReadOnlyList<Finding>> FindAsync(LoadedConfiguration loaded, CancellationToken cancellationToken)
    {
        var spoken = new SpokenProtocols(loaded.Options.Sip.Listen.SelectMany(static listen => listen.Families.Select(family => (listen.Protocol, family))));
        var findings = await Task.WhenAll(loaded.Options.Trunks.Index()
            .Select(static entry => (entry.Item, Key: $"{DialInOptions.Section}:Trunks:{entry.Index}"))
            .Where(entry => !loaded.Faults.HasFaultAt(entry.Key, besides: nameof(TrunkOptions.PasswordFile)))
            .Select(entry => FindAsync(entry.Item, spoken, isReadable: !loaded.Faults.HasFaultAt(entry.Key), cancellationToken)));
        return [.. findings.SelectMany(static found => found)];
    }

    private async Task<IReadOnlyList<Finding>> FindAsync(TrunkOptions trunk, SpokenProtocols spoken, bool isReadable, CancellationToken cancellationToken)
    {
        var accounts = TrunkAccount.Of(trunk).Select(account => new Finding(Verdict.Ok, $"trunk {account.Label}", Registers(trunk, account, isReadable)));
        var sources = await SourcesAsync(trunk, isReadable, cancellationToken);
        IEnumerable<Finding> audio = Audio(trunk) is { } sentence ? [new Finding(Verdict.Ok, $"trunk {trunk.Name}, audio", sentence)] : [];
        return TrunkAccount.Outgoing(trunk) is { } outgoing
            ? [
                sources,
                new Finding(Verdict.Ok, $"trunk {outgoing.Label}", $"shows {outgoing.Username} to {trunk.Outgoing.Target}, where it is asked for{RealmOf(trunk.Outgoing.Realm)}{PasswordOf(outgoing, isReadable)}"),
                await TargetsAsync(outgoing.Label, trunk.Outgoing.Target!, spoken, cancellationToken),
                .. audio,
            ]
            : trunk.Mode == TrunkMode.Static ? [sources, .. audio]
            : [.. accounts, await TargetsAsync(trunk.Name, trunk.OutboundProxy ?? trunk.Registrar!, spoken, cancellationToken), sources, .. audio];
    }

    // Nothing of the usual: encrypted if the carrier does it over TLS, and plain if not.
    private static string? Audio(TrunkOptions trunk)
    {
        var way = trunk.SrtpWithoutTls ? ", with keys in the open where it does not come over TLS" : "";
        return (trunk.Srtp, trunk.SecurityAgreement, trunk.SrtpWithoutTls) switch
        {
            (SrtpPolicy.Required, TrunkSecurityAgreement.Mediasec, _) => $"always encrypted (SRTP, keys by SDES, as agreed by mediasec); a call without is refused{way}",
            (SrtpPolicy.Required, _, _) => $"always encrypted (SRTP, keys by SDES); a call without is refused{way}",
            (SrtpPolicy.Off, _, _) => "never encrypted; a call that brings nothing else is refused",
            (_, _, true) => $"encrypted where the carrier offers it{way}",
            _ => null,
        };
    }

    private static string Registers(TrunkOptions trunk, TrunkAccount account, bool isReadable)
    {
        var registrar = TrunkUri.Parse(trunk.Registrar!);
        var proxy = trunk.OutboundProxy is { } through ? $", through {through}" : "";
        var user = account.AuthUsername == account.Username ? "" : $", challenges answered as {account.AuthUsername}";
        var agreement = trunk.SecurityAgreement == TrunkSecurityAgreement.None ? "" : $", with {trunk.SecurityAgreement}";
        return $"registers {new SipUri(registrar.Scheme, account.Username, registrar.Host)} at {trunk.Registrar}{proxy} for {Duration.Format(trunk.Expires)}{agreement}{user}{RealmOf(trunk.Realm)}{PasswordOf(account, isReadable)}";
    }

    private static string RealmOf(string? realm) => realm is null ? "" : $", in the realm {realm} alone";

    // RFC 3263 as the bridge itself does it.
    private async Task<Finding> TargetsAsync(string label, string text, SpokenProtocols spoken, CancellationToken cancellationToken)
    {
        var subject = $"trunk {label}, targets";
        var uri = TrunkUri.Parse(text);
        if (ProtocolOf(uri) is { } protocol && !spoken.Has(protocol))
        {
            return new Finding(
                Verdict.Fault, subject, $"{text} is reached by {protocol.UriToken()}, which nothing in Sip:Listen speaks", $"add {protocol.UriToken()}:// and an address to Sip:Listen");
        }

        var targets = await finder.LocateAsync(uri, spoken, cancellationToken);
        if (targets.Count > 0)
        {
            return new Finding(Verdict.Ok, subject, $"requests go to {string.Join(", then ", targets)}");
        }

        var found = await finder.FindAddressesAsync(uri.Host, cancellationToken);
        return found switch
        {
            { IsComplete: false } => NoAnswer(subject, uri.Host),
            { Addresses.Count: 0 } => new Finding(Verdict.Warning, subject, $"{uri.Host} has no address", $"correct {text}, or ask the carrier for its name"),
            _ => new Finding(
                Verdict.Fault, subject, $"{text} leads to nothing that Sip:Listen can send to, though it has addresses: {string.Join(", ", found.Addresses)}", "add the protocol, or the address family, to Sip:Listen"),
        };
    }

    private async Task<Finding> SourcesAsync(TrunkOptions trunk, bool isReadable, CancellationToken cancellationToken)
    {
        var subject = trunk.Mode == TrunkMode.Static ? $"trunk {trunk.Name}" : $"trunk {trunk.Name}, sources";
        var networks = trunk.AllowedSources.Select(static source => source.Network).OfType<System.Net.IPNetwork>().Select(static network => network.ToString());
        var names = await Task.WhenAll(TrunkAddresses.NamesOf(trunk)
            .Select(async name => (Name: name, Found: await finder.FindAddressesAsync(name, cancellationToken))));
        var published = await Task.WhenAll(TrunkAddresses.ListsOf(trunk).Select(async list => (Address: list, Read: await lists.ReadAsync(list, cancellationToken))));
        var listed = published.Where(static list => list.Read.Fault is null).Select(static list => $"the networks of {list.Address.OriginalString} ({string.Join(", ", list.Read.Networks)})");
        var known = names.Where(static name => name.Found.Addresses.Count > 0).Select(static name => $"{name.Name} ({string.Join(", ", name.Found.Addresses)})");
        var proof = TrunkAccount.Incoming(trunk);
        var nowhere = proof is null || trunk.AllowedSources.Count > 0 ? "nowhere yet" : "anywhere";
        var certificates = trunk.CertificateNames.Select(static name => $"the certificate of {name}");
        var text = $"calls from {string.Join(", ", networks.Concat(known).Concat(listed).Concat(certificates).DefaultIfEmpty(nowhere))}{Proved(proof, isReadable)}";
        if (Array.Find(published, static list => list.Read.Fault is not null) is { Address: { } unread } list)
        {
            return new Finding(Verdict.Warning, subject, $"{text}; the list at {unread.OriginalString} {list.Read.Fault}{await KeptAsync(unread, cancellationToken)}", "correct the address, or write the carrier's networks themselves");
        }

        var unknown = Array.Find(names, static name => name.Found.Addresses.Count == 0);
        return unknown switch
        {
            { Name: null } => new Finding(Verdict.Ok, subject, text),
            { Found.IsComplete: false } => NoAnswer(subject, unknown.Name) with { Text = $"{text}; no name server answers for {unknown.Name}" },
            _ => new Finding(Verdict.Warning, subject, $"{text}; {unknown.Name} has no address", "correct the name, or remove it"),
        };
    }

    private async Task<string> KeptAsync(Uri list, CancellationToken cancellationToken)
    {
        try
        {
            return kept is not null && await kept.FindAsync(list, cancellationToken) is { } found
                ? $"; {new KnownList { Networks = found.Networks, Since = found.ReadAt }.Meanwhile(time)}"
                : "";
        }
        catch (StoreUnavailableException)
        {
            // The storage has its own line.
            return "";
        }
    }

    private static string Proved(TrunkAccount? account, bool isReadable) =>
        account is null ? "" : $", proved by digest as {account.Username}{PasswordOf(account, isReadable)}";

    // What is wrong with a file stands in a line of its own.
    private static string PasswordOf(TrunkAccount account, bool isReadable) => account.PasswordFile switch
    {
        null => "; no PasswordFile",
        var file => $"; password from {file}{(isReadable ? ", which is this user's alone" : "")}",
    };

    private static Finding NoAnswer(string subject, string host) => new(
        Verdict.Warning, subject, $"no name server answers for {host}: where it leads was not checked", "may this machine ask the name servers of Sip:NameServers or /etc/resolv.conf?");

    private static SipProtocol? ProtocolOf(SipUri uri) => (uri.Scheme, uri.Transport) switch
    {
        ("sips", _) or (_, "tls") => SipProtocol.Tls,
        (_, "tcp") => SipProtocol.Tcp,
        (_, "udp") => SipProtocol.Udp,
        _ => null,
    };
}
