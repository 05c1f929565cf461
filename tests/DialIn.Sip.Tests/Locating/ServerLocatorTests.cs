using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.Locating;

public sealed class ServerLocatorTests : IAsyncLifetime
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();
    private readonly Mailbox _mailbox;
    private readonly ScriptedDns _dns = new("one.example A 192.0.2.1", "two.example A 192.0.2.1", "two.example A 192.0.2.2");
    private readonly ServerLocator _locator;

    public ServerLocatorTests()
    {
        _mailbox = new Mailbox(_time, NullLogger.Instance);
        var transports = new TransportLayer(_mailbox, [new SimulatedNetwork(_time).AddNode("192.0.2.200:5060")], [], NullLogger.Instance);
        _locator = new ServerLocator(_mailbox, transports, _dns, NullLogger.Instance);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _mailbox.DisposeAsync();

    [Fact]
    public async Task SameName_AskedTwice_AnswersComeInTheOrderOfTheQuestions()
    {
        var order = new List<int>();
        _mailbox.Post(() =>
        {
            _locator.Locate(SipUri.Parse("sip:one.example"), _ => order.Add(1));
            _locator.Locate(SipUri.Parse("sip:someone@ONE.example"), _ => order.Add(2));
        });
        await _mailbox.IdleAsync().WaitAsync(Generous, TestContext.Current.CancellationToken);

        Assert.Equal([1, 2], order);
        Assert.Single(_dns.Asked, question => question.Type == DnsRecordType.Naptr);
    }

    [Fact]
    public async Task NumericHost_IsFoundAtOnce()
    {
        var found = new List<SipEndPoint>();
        var atOnce = false;
        _mailbox.Post(() =>
        {
            _locator.Locate(SipUri.Parse("sip:192.0.2.7"), found.AddRange);
            atOnce = found.Count == 1;
        });
        await _mailbox.IdleAsync().WaitAsync(Generous, TestContext.Current.CancellationToken);

        Assert.True(atOnce);
    }

    [Fact]
    [Rfc(3263, "4.3")]
    public async Task TargetThatFailed_StandsBehind_UntilItsTimeIsOverOrItAnswers()
    {
        var first = (await LocateAsync("sip:two.example"))[0];
        _mailbox.Post(() => _locator.Failed(first));
        Assert.Equal(first, (await LocateAsync("sip:two.example"))[1]);
        _mailbox.Post(() => _locator.Answered(first));
        Assert.Equal(first, (await LocateAsync("sip:two.example"))[0]);

        _mailbox.Post(() => _locator.Failed(first));
        await _mailbox.IdleAsync().WaitAsync(Generous, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(first, (await LocateAsync("sip:two.example"))[0]);
    }

    private async Task<IReadOnlyList<SipEndPoint>> LocateAsync(string uri)
    {
        var found = new TaskCompletionSource<IReadOnlyList<SipEndPoint>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _mailbox.Post(() => _locator.Locate(SipUri.Parse(uri), found.SetResult));
        return await found.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);
    }
}
