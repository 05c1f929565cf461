using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Locating;
using DialIn.Testing;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

/// <summary>What is taken for an answer. A real name server is asked in the end-to-end tests.</summary>
public sealed class NameServersTests
{
    private const int QueryResponseFlags = 2;
    private const int ResponseCode = 3;
    private const int FirstLetterOfTheName = 13;

    private static readonly DnsQuestion Question = new("carrier.example", DnsRecordType.A);

    [Fact]
    public async Task Answer_WithoutTcp_IsTakenByUdp() =>
        Assert.Equal("192.0.2.66 00:05:00", Describe(await AskAsync(static _ => { })));

    [Theory]
    [InlineData(QueryResponseFlags, 0x01)]
    [InlineData(FirstLetterOfTheName, (byte)'x')]
    [InlineData(0, -1)]
    [Rfc(5452, "9.1")]
    public async Task Answer_ToAnotherQuestion_IsNone(int at, int value) =>
        Assert.True((await AskAsync(answer => answer[at] = value < 0 ? (byte)(answer[at] ^ 0xFF) : (byte)value)).IsFailure);

    [Fact]
    public async Task Answer_OfAServerThatFails_IsAFailure() => Assert.True((await AskAsync(static answer => answer[ResponseCode] = 0x82)).IsFailure);

    [Fact]
    public async Task Answer_ThatEndsAmidTheRecord_IsAFailure() => Assert.True((await AskAsync(static answer => answer[^5] = 200)).IsFailure);

    [Fact]
    [Rfc(2181, "8")]
    public async Task Lifetime_WithItsHighestBitSet_IsZero() =>
        Assert.Equal("192.0.2.66 00:00:00", Describe(await AskAsync(static answer => answer[^10] = 0x80)));

    [Fact]
    public async Task NobodyThere_IsAFailure()
    {
        var server = new ForgingNameServer(static _ => { });
        var address = server.Address;
        await server.DisposeAsync();

        Assert.True((await new NameServers([address], TimeProvider.System).QueryAsync(Question, TestContext.Current.CancellationToken)).IsFailure);
    }

    [Fact]
    public async Task NobodyAnswers_IsAFailureOnceTheTimeIsOver_AndNothingIsThrown()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var time = new ObservedTime();
        var asking = new NameServers([(IPEndPoint)silent.LocalEndPoint!], time).QueryAsync(Question, TestContext.Current.CancellationToken);
        await time.TimerSetAsync(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(8));

        Assert.True((await asking).IsFailure);
    }

    [Fact]
    public async Task GivenUpByTheCaller_Throws()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var caller = new CancellationTokenSource();
        var asking = new NameServers([(IPEndPoint)silent.LocalEndPoint!], new ObservedTime()).QueryAsync(Question, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await asking);
    }

    private static async Task<DnsAnswer> AskAsync(Action<byte[]> change)
    {
        await using var server = new ForgingNameServer(change);
        return await new NameServers([server.Address], TimeProvider.System).QueryAsync(Question, TestContext.Current.CancellationToken);
    }

    private static string Describe(DnsAnswer answer) => $"{Assert.IsType<DnsRecord.Address>(Assert.Single(answer.Records)).Value} {answer.TimeToLive}";
}
