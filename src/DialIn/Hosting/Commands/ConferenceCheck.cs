using System.Net.Sockets;
using DialIn.Hosting.Configuration;
using DialIn.Sip.Locating;
using DialIn.Sip.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin check --server NAME</c>: whether one BBB server's conferences would take our calls.</summary>
/// <param name="patience">How long each answer may take.</param>
internal sealed class ConferenceCheck(TimeSpan patience)
{
    /// <summary>How long an answer may take, unless it is a test.</summary>
    // A server that is well answers at once; four repetitions over UDP are lost by then.
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(8);

    /// <summary>What was found.</summary>
    public async Task<IReadOnlyList<Finding>> FindAsync(LoadedConfiguration loaded, string name, CancellationToken cancellationToken)
    {
        var (index, server) = loaded.Options.Servers.Index().FirstOrDefault(entry => entry.Item.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (server is null)
        {
            return [new Finding(Verdict.Fault, "server", "there is none of this name", $"one of {string.Join(", ", loaded.Options.Servers.Select(static server => server.Name))}")];
        }

        if (new[] { $"Servers:{index}", "Sip", "Media" }.FirstOrDefault(part => loaded.Faults.HasFaultAt($"{DialInOptions.Section}:{part}")) is not null)
        {
            return [.. ConfigurationCheck.Find(loaded)];
        }

        var target = ConferenceProbe.TargetOf(server);
        if (target.Scheme == "sips" || target.Transport == "tls")
        {
            return [new Finding(Verdict.Warning, $"server {server.Name}", "its SipUri wants TLS, which this check does not speak", "openssl s_client -connect shows the certificate; a call shows the rest")];
        }

        if (loaded.Options.Sip.Listen.All(static listen => listen.Protocol == SipProtocol.Tls))
        {
            return [new Finding(Verdict.Fault, "Sip:Listen", "has neither udp:// nor tcp://, and the server is called by one of them", "add one, on an address that the server reaches")];
        }

        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddNames(loaded.Options.Sip).BuildServiceProvider();
        try
        {
            var answers = await new ConferenceProbe(loaded.Options, services.GetRequiredService<IDnsQueries>(), patience).AskAsync(server, cancellationToken);
            return ConferenceWords.Of(answers, $"server {server.Name}", (target with { User = null }).ToString(), ConferenceProbe.SourceOf(loaded.Options));
        }
        catch (SocketException fault)
        {
            return [new Finding(Verdict.Fault, "this machine", fault.Message, "Sip:Listen and Media:Address must be addresses of this machine")];
        }
    }
}
