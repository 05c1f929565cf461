using System.Text.RegularExpressions;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Endpoint;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>
/// What front ends send, as their sources say and as they or their clients were heard to send it, reaches the server as it would
/// without DialIn, but for number and PIN.
/// </summary>
public partial class FrontEndShapeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Shapes() => WithEitherSecret(FrontEndShape.Names);

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Call_OfAFrontEnd_ReachesTheServer(string name, bool hasServersSecret)
    {
        var shape = FrontEndShape.Read(name);
        var secret = hasServersSecret ? EndpointFixture.ServerSecret : EndpointFixture.FrontEndSecret;
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, secret, options => options["Joins"] = "Forward");

        var answer = await shape.SendAsync(endpoint.Http, secret, Cancel);

        await AssertReachedAsync(endpoint, shape, answer);
    }

    public static TheoryData<string, bool> Recorded() => WithEitherSecret(RecordedRequest.Names);

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Request_AsItWasSent_ReachesTheServer(string name, bool hasServersSecret)
    {
        var recorded = RecordedRequest.Read(name);
        recorded = hasServersSecret ? recorded.SignedWith(EndpointFixture.ServerSecret) : recorded;
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, recorded.Secret, options => options["Joins"] = "Forward");

        var answer = await recorded.SendAsync(endpoint.Http, Cancel);

        await AssertReachedAsync(endpoint, recorded.ToShape(), answer);
    }

    [Fact]
    public void Shapes_SayWhereTheyAreFrom() => Assert.All(FrontEndShape.Names.Select(FrontEndShape.Read), static shape =>
    {
        Assert.All(shape.Source.Split("; "), static source => Assert.Matches(Origin(), source));
        Assert.NotEmpty(shape.Note);
    });

    [Fact]
    public void RecordedRequests_SayWhatRan() => Assert.All(RecordedRequest.Names.Select(RecordedRequest.Read), static recorded =>
    {
        Assert.Matches(Origin(), recorded.Source);
        Assert.Matches("^(Ruby|PHP) [0-9.]+ ", recorded.RanOn);
        Assert.NotEmpty(recorded.Note);
    });

    // A repository and its commit or the tag of a release, or a package and its version; then files.
    [GeneratedRegex(@"^([\w.-]+/[\w.-]+@([0-9a-f]{40}|v[0-9.]+)|npm:[\w.-]+@\d+\.\d+\.\d+) [\w./-]+(, [\w./-]+)*$")]
    private static partial Regex Origin();

    private static TheoryData<string, bool> WithEitherSecret(IEnumerable<string> names) =>
        new(names.SelectMany(static name => new[] { (name, true), (name, false) }));

    private static async Task AssertReachedAsync(EndpointFixture endpoint, FrontEndShape shape, string answer)
    {
        Assert.Contains("<returncode>SUCCESS</returncode>", answer, StringComparison.Ordinal);
        var seen = endpoint.Only;
        var (signed, checksum) = SignedQuery.Of(seen.Query);
        Assert.Contains(checksum, Enum.GetValues<ChecksumAlgorithm>().Select(algorithm => BbbChecksum.Compute(shape.Call, signed, EndpointFixture.ServerSecret, algorithm)));
        Assert.Equal((shape.Method, shape.Body ?? ""), (seen.Method, seen.Body));
        Assert.Equal(shape.ContentType, seen.Headers.GetValueOrDefault("Content-Type"));
        if (shape.Call != "create")
        {
            Assert.Equal(shape.Query, signed);
            return;
        }

        await AssertChangedAsync(endpoint, RawQuery.Of(shape.Query), signed);
    }

    private static async Task AssertChangedAsync(EndpointFixture endpoint, RawQuery sent, string signed)
    {
        var changed = RawQuery.Of(signed).Parameters.ToDictionary(static parameter => parameter.Name, static parameter => parameter.Value);
        var own = sent["moderatorOnlyMessage"] ?? "";
        Assert.StartsWith(own, changed["moderatorOnlyMessage"], StringComparison.Ordinal);
        Assert.Contains(await endpoint.PinOfAsync(sent["meetingID"]!, Cancel), changed["moderatorOnlyMessage"][own.Length..], StringComparison.Ordinal);
        Assert.All(sent.Parameters.Where(static parameter => parameter.Name != "moderatorOnlyMessage"), parameter => Assert.Equal(parameter.Value, changed[parameter.Name]));
        Assert.Equal(
            ["dialNumber", .. sent["muteOnStart"] == "true" ? ["meta_dialin-mute-on-start"] : Array.Empty<string>(), "meta_dialin-number", "moderatorOnlyMessage"],
            changed.Keys.Except(sent.Parameters.Select(static parameter => parameter.Name)).Union(["moderatorOnlyMessage"]).Order(StringComparer.Ordinal));
    }
}
