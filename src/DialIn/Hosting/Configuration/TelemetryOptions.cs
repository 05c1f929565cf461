namespace DialIn.Hosting.Configuration;

/// <summary>Section <c>DialIn:Telemetry</c>: where metrics and traces are sent. Prometheus fetches metrics from <c>/metrics</c> without any of it.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>An OpenTelemetry collector, such as <c>http://127.0.0.1:4317</c>. Unset: nothing is sent, and no traces are made.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>How the collector is spoken to.</summary>
    public OtlpProtocol OtlpProtocol { get; set; } = OtlpProtocol.Grpc;
}

/// <summary>The protocols of OTLP.</summary>
internal enum OtlpProtocol
{
    /// <summary>gRPC, by custom on port 4317.</summary>
    Grpc,

    /// <summary>HTTP with binary bodies, by custom on port 4318; <c>/v1/metrics</c> and <c>/v1/traces</c> are appended to the endpoint.</summary>
    Http,
}
