using System.Reflection;
using DialIn.Pins;
using Microsoft.Extensions.Logging;

namespace DialIn.Tests.Hosting;

/// <summary>What must never be logged cannot be: no message takes it.</summary>
public class SecretsInLogsTests
{
    private static readonly string[] Forbidden = ["pin", "pins", "secret", "password", "checksum", "token", "digits", "url"];

    [Fact]
    public void NoLogMessage_TakesAPinOrASecret()
    {
        var messages = typeof(DialInLog).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(static method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null)
            .ToList();

        Assert.NotEmpty(messages);
        Assert.Empty(messages.SelectMany(static m => m.GetParameters())
            .Where(static p => p.ParameterType == typeof(Pin) || Forbidden.Contains(p.Name, StringComparer.OrdinalIgnoreCase))
            .Select(static p => $"{p.Member.Name}({p.Name})"));
    }

    [Fact]
    public void EventIds_AreUniqueAndInTheBlockOfTheirFolder()
    {
        var ids = typeof(DialInLog).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(static attribute => attribute.EventId)
            .ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, static id => Assert.InRange(id, 1000, 9999));
    }
}
