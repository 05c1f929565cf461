namespace DialIn.Meetings;

/// <summary>What the directory says to a caller whose conference was lost.</summary>
/// <param name="Running">Where the meeting runs; <see langword="null"/> if on no server, or only on one that did not answer.</param>
/// <param name="ServerAnswers">Whether the lost conference's server answered.</param>
/// <param name="IsOver">Whether the meeting, if it is gone, was to end: somebody ended it, or its time is over. Nobody will open it again in a moment.</param>
internal sealed record AfterLoss(RunningMeeting? Running, bool ServerAnswers, bool IsOver);
