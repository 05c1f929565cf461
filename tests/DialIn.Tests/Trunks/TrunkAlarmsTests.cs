using System.Diagnostics.Metrics;
using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Trunks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Trunks;

public class TrunkAlarmsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TrunkAccount Account = new("sipgate", "north", "1001", "1001", null);
    private static readonly RegistrationStatus Registered = new(RegistrationState.Registered, Noon, Noon.AddMinutes(10), null, []) { ConfirmedAt = Noon, Attempts = 1 };

    private static readonly RegistrationStatus Refused = new(RegistrationState.Refused, null, null, "403 Forbidden", [])
    {
        LastStatus = 403,
        NextAttemptAt = Noon.AddMinutes(10),
        Attempts = 2,
        FailedAttempts = 1,
    };

    private readonly FakeLogger _logger = new();

    [Fact]
    public void Refusal_IsAWarningEachTime_AndTheWayBackOneLine()
    {
        Tell(null, Registered);
        Tell(Registered, Registered with { ConfirmedAt = Noon.AddMinutes(5) });
        Tell(Registered, Refused);
        Tell(Refused, Refused with { RegistrarAddresses = [IPAddress.Loopback] });
        Tell(Refused, Refused with { FailedAttempts = 2 });
        Tell(Refused, Registered);

        Assert.Equal([3102, 3106, 3106, 3102], _logger.Collector.GetSnapshot().Select(static record => record.Id.Id));
        var line = _logger.Collector.GetSnapshot()[1];
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Equal(
            "Trunk sipgate/north: the carrier refuses the credentials with 403 Forbidden (the password is wrong, or the carrier has barred the account or this address); "
            + "the next try is at 2026-01-01 12:10:00Z, or as soon as the password changes",
            line.Message);
    }

    [Fact]
    public void SomebodyElseWithTheSameAccount_IsSaidOnceForEachBinding()
    {
        var one = Registered with { OtherContacts = [SipUri.Parse("sip:1001@192.0.2.9")] };
        var two = one with { OtherContacts = [.. one.OtherContacts, SipUri.Parse("sip:1001@192.0.2.8")] };
        Tell(Registered, one);
        Tell(one, one);
        Tell(one, two);

        var lines = _logger.Collector.GetSnapshot();
        Assert.Equal([3110, 3110], lines.Select(static record => record.Id.Id));
        Assert.Contains("Trunk sipgate/north: somebody else keeps the same account registered, at sip:1001@192.0.2.9;", lines[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_IsSaidOnceForEachReason()
    {
        var failing = Refused with { State = RegistrationState.Failing, LastFailure = "408 Request Timeout", LastStatus = 408 };
        Tell(Registered, failing);
        Tell(failing, failing with { FailedAttempts = 7 });
        Tell(failing, failing with { LastFailure = "503 Service Unavailable", LastStatus = 503 });

        var held = failing with { ExpiresAt = Noon.AddMinutes(10) };
        Tell(Registered, held);
        Tell(held, held with { FailedAttempts = 8 });
        Tell(held, failing);

        Assert.Equal([3103, 3103, 3109, 3103], _logger.Collector.GetSnapshot().Select(static record => record.Id.Id));
    }

    [Theory]
    [InlineData(null, "203.0.113.7:1", "203.0.113.7:2", 3107)]
    [InlineData(null, null, "203.0.113.7:2", null)]
    [InlineData("198.51.100.9", null, "203.0.113.7:2", 3108)]
    [InlineData("203.0.113.7", null, "203.0.113.7:2", null)]
    [InlineData("198.51.100.9", "203.0.113.7:2", "203.0.113.7:2", null)]
    public void SeenElsewhere_IsSaidWhereItMatters(string? publicAddress, string? before, string seen, int? expected)
    {
        var status = Registered with { Target = new SipEndPoint(SipProtocol.Udp, IPEndPoint.Parse("192.0.2.2:5060")) };
        TrunkAlarms.Tell(
            _logger,
            Account,
            status with { SeenAs = before is null ? null : IPEndPoint.Parse(before) },
            status with { SeenAs = IPEndPoint.Parse(seen) },
            publicAddress is null ? null : IPAddress.Parse(publicAddress));

        Assert.Equal(expected, _logger.Collector.GetSnapshot().Select(static record => (int?)record.Id.Id).SingleOrDefault());
    }

    [Fact]
    public void Instruments_ShowEachAccount()
    {
        var time = new FakeTimeProvider(Noon.AddSeconds(90));
        var other = Account with { Name = "south" };
        var read = new List<string>();
        var thread = Environment.CurrentManagedThreadId;
        var isStarted = false;
        using var listener = new MeterListener
        {
            // The whole process is heard, so also meters of services that other tests run at this moment.
            InstrumentPublished = (instrument, listener) =>
            {
                if (isStarted && Environment.CurrentManagedThreadId == thread && instrument.Meter.Name == "DialIn.Trunks")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Read(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Read(instrument, value, tags));
        listener.Start();
        isStarted = true;
        using var meters = new TrunkMeters(() => [(Account, Registered), (other, Refused)], time);
        listener.RecordObservableInstruments();

        Assert.Equal(
            [
                "dialin.trunk.refused north 0", "dialin.trunk.refused south 1",
                "dialin.trunk.registered north 1", "dialin.trunk.registered south 0",
                "dialin.trunk.registration.age north 90",
                "dialin.trunk.registrations north 1", "dialin.trunk.registrations south 2",
                "dialin.trunk.registrations.failed north 0", "dialin.trunk.registrations.failed south 1",
            ],
            read.Order(StringComparer.Ordinal));

        void Read<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            read.Add($"{instrument.Name} {tags[1].Value} {value}");
    }

    private void Tell(RegistrationStatus? before, RegistrationStatus status) => TrunkAlarms.Tell(_logger, Account, before, status, publicAddress: null);
}
