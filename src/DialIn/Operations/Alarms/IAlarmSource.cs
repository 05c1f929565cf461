namespace DialIn.Operations.Alarms;

/// <summary>Who knows of something that may be wrong. All that are registered are asked every few seconds.</summary>
internal interface IAlarmSource
{
    /// <summary>What is wrong now, from what is known already: it asks nobody, waits for nothing and never throws.</summary>
    IEnumerable<AlarmFinding> Find();
}
