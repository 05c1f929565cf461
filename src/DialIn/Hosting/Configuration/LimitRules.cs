using DialIn.Calls;
using DialIn.Pins;
using DialIn.Sip.Dialogs;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:Pins</c>, <c>DialIn:Calls</c>, <c>DialIn:CallerNames</c>, <c>DialIn:Console</c> and the session timers of <c>DialIn:Sip</c>: numbers and durations within bounds.</summary>
internal static class LimitRules
{
    // Eight: the fewest digits with which guessing takes months and not hours.
    private const int SafePinLength = 8;

    // A million free PINs are a tenth of a gigabyte, and more than anybody reserves in an hour.
    private const int MostFree = 1_000_000;

    private const int MostWrongPins = 1_000_000;

    // The three tries of one call.
    private const int FewestPerCaller = 3;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Checks them.</summary>
    public static void Check(DialInOptions options, FaultList faults)
    {
        CheckPins(options.Pins, faults);
        CheckCallerNames(options.CallerNames, faults);
        Between(options.Console.SessionLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(30), OptionsRules.Key($"Console:SessionLifetime"), faults);
        var sip = options.Sip;
        if (sip.SessionInterval != TimeSpan.Zero)
        {
            Between(sip.SessionInterval, sip.MinSessionInterval, Day, OptionsRules.Key($"Sip:SessionInterval"), faults);
        }

        Between(sip.RegistrationLease, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), OptionsRules.Key($"Sip:RegistrationLease"), faults);
        Between(sip.MinSessionInterval, SessionTimerOptions.ShortestMinimum, TimeSpan.FromHours(1), OptionsRules.Key($"Sip:MinSessionInterval"), faults);
        var calls = options.Calls;
        Between(calls.RingFor, TimeSpan.Zero, TimeSpan.FromSeconds(30), OptionsRules.Key($"Calls:RingFor"), faults);
        Between(calls.WaitForMeeting, TimeSpan.Zero, Day, OptionsRules.Key($"Calls:WaitForMeeting"), faults);
        Between(calls.ReconnectFor, TimeSpan.Zero, TimeSpan.FromHours(1), OptionsRules.Key($"Calls:ReconnectFor"), faults);
        Between(calls.MaxDuration, TimeSpan.FromMinutes(1), Day, OptionsRules.Key($"Calls:MaxDuration"), faults);
        Between(calls.WaitAfterEnd, TimeSpan.Zero, TimeSpan.FromHours(1), OptionsRules.Key($"Calls:WaitAfterEnd"), faults);
        if (calls.MaxCallersPerMeeting is < 1 or > 100_000)
        {
            faults.Add(OptionsRules.Key($"Calls:MaxCallersPerMeeting"), calls.MaxCallersPerMeeting, "must be 1 to 100000");
        }

        if (calls.MaxCallsPerCaller is < 1 or > 100_000)
        {
            faults.Add(OptionsRules.Key($"Calls:MaxCallsPerCaller"), calls.MaxCallsPerCaller, "must be 1 to 100000");
        }

        MediaTimeout(calls.MediaTimeout, OptionsRules.Key($"Calls:MediaTimeout"), faults);
        MediaTimeout(calls.MediaTimeoutOnHold, OptionsRules.Key($"Calls:MediaTimeoutOnHold"), faults);
        Between(calls.DrainTimeout, TimeSpan.Zero, Day, OptionsRules.Key($"Calls:DrainTimeout"), faults);
        if (calls.MaxCalls is < 1 or > 100_000)
        {
            faults.Add(OptionsRules.Key($"Calls:MaxCalls"), calls.MaxCalls, "must be 1 to 100000");
        }
    }

    private static void CheckCallerNames(CallerNamesOptions names, FaultList faults)
    {
        if (names.Digits is < 0 or > 4)
        {
            faults.Add(OptionsRules.Key($"CallerNames:Digits"), names.Digits, "must be 0 to 4");
        }

        Between(names.Keep, Day, TimeSpan.FromDays(3650), OptionsRules.Key($"CallerNames:Keep"), faults);
    }

    private static void CheckPins(PinsOptions pins, FaultList faults)
    {
        var key = OptionsRules.Key($"Pins:Length");
        if (pins.Length is < Pin.MinLength or > Pin.MaxLength)
        {
            faults.Add(key, pins.Length, $"must be {Pin.MinLength} to {Pin.MaxLength}");
        }
        else if (pins.Length < SafePinLength)
        {
            faults.Warn(key, pins.Length, $"can be guessed by telephone within days; take {SafePinLength} or more");
        }

        Between(pins.Quarantine, Day, TimeSpan.FromDays(3650), OptionsRules.Key($"Pins:Quarantine"), faults);
        MostWrong(pins.MaxWrongPerHour, 1, OptionsRules.Key($"Pins:MaxWrongPerHour"), faults);
        MostWrong(pins.MaxWrongPerCaller, FewestPerCaller, OptionsRules.Key($"Pins:MaxWrongPerCaller"), faults);
        MostWrong(pins.MaxWrongPerTrunk ?? 1, 1, OptionsRules.Key($"Pins:MaxWrongPerTrunk"), faults);
        if (pins.LowWater is < 0 or > MostFree)
        {
            faults.Add(OptionsRules.Key($"Pins:LowWater"), pins.LowWater, $"must be 0 to {MostFree}");
        }

        if (pins.RefillTo != 0 && (pins.RefillTo < pins.LowWater || pins.RefillTo > MostFree))
        {
            faults.Add(OptionsRules.Key($"Pins:RefillTo"), pins.RefillTo, $"must be Pins:LowWater to {MostFree}, or 0 for no refill");
        }
    }

    // Below this, a short failure of a network would end calls.
    private static void MediaTimeout(TimeSpan value, string key, FaultList faults)
    {
        var least = TimeSpan.FromSeconds(10);
        if (value != TimeSpan.Zero && (value < least || value > Day))
        {
            faults.Add(key, Duration.Format(value), $"must be {Duration.Format(least)} to {Duration.Format(Day)}, or 0 s for never");
        }
    }

    private static void MostWrong(int value, int least, string key, FaultList faults)
    {
        if (value < least || value > MostWrongPins)
        {
            faults.Add(key, value, $"must be {least} to {MostWrongPins}");
        }
    }

    private static void Between(TimeSpan value, TimeSpan least, TimeSpan most, string key, FaultList faults)
    {
        if (value < least || value > most)
        {
            faults.Add(key, Duration.Format(value), $"must be {Duration.Format(least)} to {Duration.Format(most)}");
        }
    }
}
