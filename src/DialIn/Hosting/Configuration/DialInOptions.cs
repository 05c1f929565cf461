using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Endpoint;
using DialIn.Calls;
using DialIn.Ivr;
using DialIn.Operations.Console;
using DialIn.Operations.Traces;
using DialIn.Pins;
using DialIn.Secrets;
using DialIn.Storage;
using DialIn.Trunks;

namespace DialIn.Hosting.Configuration;

/// <summary>The whole section <c>DialIn</c>. The property names are the keys.</summary>
internal sealed class DialInOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "DialIn";

    /// <summary>Numbers that people dial; at least one.</summary>
    public IReadOnlyList<PhoneNumberOptions> PhoneNumbers { get; set; } = [];

    /// <summary>Where SIP is spoken.</summary>
    public SipOptions Sip { get; set; } = new();

    /// <summary>Where audio is sent and received.</summary>
    public MediaOptions Media { get; set; } = new();

    /// <summary>Carriers that bring calls; at least one.</summary>
    public IReadOnlyList<TrunkOptions> Trunks { get; set; } = [];

    /// <summary>BBB servers; at least one.</summary>
    public IReadOnlyList<ServerOptions> Servers { get; set; } = [];

    /// <summary>How PINs are made.</summary>
    public PinsOptions Pins { get; set; } = new();

    /// <summary>Where PINs and call records are kept.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>How secrets are stored and changed.</summary>
    public SecretsOptions Secrets { get; set; } = new();

    /// <summary>The HTTP interface.</summary>
    public HttpOptions Http { get; set; } = new();

    /// <summary>The page at its root.</summary>
    public ConsoleOptions Console { get; set; } = new();

    /// <summary>The BBB API endpoint for front ends.</summary>
    public BbbEndpointOptions BbbEndpoint { get; set; } = new();

    /// <summary>Where metrics and traces are sent.</summary>
    public TelemetryOptions Telemetry { get; set; } = new();

    /// <summary>Where traces of calls are written.</summary>
    public TraceOptions Trace { get; set; } = new();

    /// <summary>Limits of calls.</summary>
    public CallsOptions Calls { get; set; } = new();

    /// <summary>What a meeting sees of its callers.</summary>
    public CallerNamesOptions CallerNames { get; set; } = new();

    /// <summary>The operator's own recordings.</summary>
    public PromptsOptions Prompts { get; set; } = new();
}
