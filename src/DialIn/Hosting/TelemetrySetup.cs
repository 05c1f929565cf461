using System.Reflection;
using DialIn.Calls;
using DialIn.Hosting.Configuration;
using DialIn.Meetings;
using DialIn.Operations;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DialIn.Hosting;

/// <summary>Registers what makes the program's figures and traces known outside.</summary>
internal static class TelemetrySetup
{
    /// <summary>Metrics for Prometheus, always; metrics and traces by OTLP, where there is an endpoint.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, DialInOptions configured)
    {
        var options = configured.Telemetry;
        services.AddSingleton(provider => new ServiceMeters(
            [.. configured.Trunks.Select(static trunk => trunk.Name)],
            provider.GetRequiredService<LiveCalls>(),
            provider.GetRequiredService<MeetingDirectory>(),
            provider.GetRequiredService<TimeProvider>()));
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(static resource => resource.AddService(
                "dialin",
                serviceVersion: Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
                serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter("DialIn.*", "System.Runtime").AddPrometheusExporter();
                if (options.OtlpEndpoint is { } endpoint)
                {
                    metrics.AddOtlpExporter(exporter => Aim(exporter, endpoint, options.OtlpProtocol, "v1/metrics"));
                }
            });
        if (options.OtlpEndpoint is { } traces)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(CallTrace.SourceName)
                .AddOtlpExporter(exporter => Aim(exporter, traces, options.OtlpProtocol, "v1/traces")));
        }

        return services;
    }

    private static void Aim(OtlpExporterOptions exporter, string endpoint, OtlpProtocol protocol, string path)
    {
        exporter.Protocol = protocol == OtlpProtocol.Http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = protocol == OtlpProtocol.Http ? new Uri($"{endpoint.TrimEnd('/')}/{path}") : new Uri(endpoint);
    }
}
