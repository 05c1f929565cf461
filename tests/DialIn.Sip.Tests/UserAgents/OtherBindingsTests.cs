using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

public class OtherBindingsTests
{
    private const string Own = "<sip:trunk7@192.0.2.1>;expires=600";
    private static readonly SipUri Contact = SipUri.Parse("sip:trunk7@192.0.2.1");

    private readonly OtherBindings _bindings = new();
    private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Binding_ThatSomebodyKeepsAlive_IsFound_AsLongAsItIsThere()
    {
        Assert.Empty(After(0, $"{Own}, <sip:trunk7@192.0.2.9>;expires=500"));
        Assert.Equal(["sip:trunk7@192.0.2.9"], After(400, $"{Own}, <sip:trunk7@192.0.2.9>;expires=450"));
        Assert.Equal(["sip:trunk7@192.0.2.9"], After(100, $"<sip:trunk7@192.0.2.9>;expires=350, {Own}"));
        Assert.Empty(After(400, Own));
        Assert.Empty(After(400, $"{Own}, <sip:trunk7@192.0.2.9>;expires=500"));
    }

    [Theory]
    [InlineData("<sip:trunk7@192.0.2.9:1024>;expires=500", "<sip:trunk7@192.0.2.9:1024>;expires=100")] // ours from before a restart runs out
    [InlineData("<sip:trunk7@192.0.2.9:1024>;expires=500", "<sip:trunk7@192.0.2.9:1024>;expires=103")] // by a registrar's clock
    [InlineData("<sip:trunk7@192.0.2.9>", "<sip:trunk7@192.0.2.9>")]
    [InlineData("<sip:trunk7@192.0.2.9>;expires=500", "<sip:trunk7@192.0.2.8>;expires=500")]
    [InlineData("<sip:trunk7@192.0.2.9>;expires=0", "<sip:trunk7@192.0.2.9>;expires=0")]
    public void Binding_ThatRunsOut_IsNone(string first, string second)
    {
        Assert.Empty(After(0, $"{Own}, {first}"));
        Assert.Empty(After(400, $"{Own}, {second}"));
    }

    [Fact]
    public void OurOwn_WithAnAddressThatTheCarrierHasPutIn_IsNone()
    {
        Assert.Empty(After(0, "<sip:trunk7@10.0.0.1>;expires=600"));
        Assert.Empty(After(400, "<sip:trunk7@10.0.0.1>;expires=600"));
    }

    private string[] After(int seconds, string contacts)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return [.. _bindings.Take(new SipResponse(200, "OK", SipHeaders.Empty.WithAdded(HeaderNames.Contact, contacts)), Contact, _now).Select(uri => uri.ToString())];
    }
}
