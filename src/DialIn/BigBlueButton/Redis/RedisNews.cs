using DialIn.Announcements;
using DialIn.Meetings;

namespace DialIn.BigBlueButton.Redis;

/// <summary>What a message on a server's Redis says that matters here.</summary>
internal abstract record RedisNews;

/// <summary>Something happened in a meeting.</summary>
/// <param name="Told">What.</param>
/// <param name="Meeting">The meeting, where it was told of as a whole and can be called.</param>
/// <param name="IsForced">Of an end: whether somebody wanted it, or its time was over.</param>
internal sealed record EventNews(ServerEvent Told, RunningMeeting? Meeting = null, bool IsForced = false) : RedisNews;

/// <summary>A chat was made.</summary>
/// <param name="CorrelationId">What whoever asked for it called the wish.</param>
/// <param name="ChatId">The chat.</param>
internal sealed record ChatOpened(string CorrelationId, string ChatId) : RedisNews;

/// <summary>Somebody wrote into a chat.</summary>
/// <param name="ChatId">The chat.</param>
/// <param name="CorrelationId">What whoever wrote called the message; empty if the server does not say.</param>
internal sealed record ChatWritten(string ChatId, string CorrelationId) : RedisNews;
