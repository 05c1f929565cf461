using System.Diagnostics;
using System.Net;
using System.Xml.Linq;
using DialIn.Operations.Api;

namespace DialIn.Tests.Operations.Api;

/// <summary>What the pictures say, read by ZBar, which knows nothing of the library that drew them.</summary>
public sealed class QrTests(SharedApiSite shared) : IClassFixture<SharedApiSite>, IDisposable
{
    private readonly ApiSite _site = shared.Site;
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Png_DialsTheNumberAndThePin()
    {
        await using var site = await ApiSite.StartAsync(static section => section["PhoneNumbers"] = new[] { new { Number = "+4961511234567" }, new { Number = "+12125550123" } });
        var room = await site.ReserveAsync("Käse/🎓");
        foreach (var number in room.GetProperty("numbers").EnumerateArray())
        {
            using var answer = await site.Client.GetAsync(number.GetProperty("qrPng").GetString(), Cancel);
            Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
            Assert.True(answer.Headers.CacheControl?.NoStore);
            Assert.Equal(number.GetProperty("oneTap").GetString(), await ReadPngAsync(await answer.Content.ReadAsByteArrayAsync(Cancel)));
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(300)]
    [InlineData(2048)]
    public async Task Png_OfAnySize_IsRead_AndNotWider(int size)
    {
        const string Link = "tel:+4961511234567,,481205937";
        var png = QrImage.Png(Link, size);
        // PNG specification, 11.2.2: the width stands behind the signature and the head of the first chunk.
        Assert.InRange(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), size / 2, size);
        Assert.Equal(Link, await ReadPngAsync(png));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1000)]
    public async Task Svg_IsOfTheSizeAskedFor_AndSaysTheSame(int size)
    {
        var room = await _site.ReserveAsync("room");
        using var answer = await _site.Client.GetAsync($"{room.GetProperty("numbers")[0].GetProperty("qrSvg").GetString()}&size={size}", Cancel);
        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var svg = await answer.Content.ReadAsStringAsync(Cancel);
        var root = XDocument.Parse(svg).Root!;
        Assert.Equal(($"{size}", $"{size}"), (root.Attribute("width")?.Value, root.Attribute("height")?.Value));

        var (drawing, picture) = (_folder.Write("code.svg", svg), _folder.File("drawn.png"));
        await RunAsync("rsvg-convert", "--width", "600", "--output", picture, drawing);
        Assert.Equal(room.GetProperty("numbers")[0].GetProperty("oneTap").GetString(), await ReadAsync(picture));
    }

    [Fact]
    public async Task RoomWithoutAPin_HasNoPicture()
    {
        using var answer = await _site.Client.GetAsync("/api/v1/meetings/nobody/qr.png", Cancel);
        await ApiSite.ProblemAsync(HttpStatusCode.NotFound, answer);
    }

    private async Task<string> ReadPngAsync(byte[] png)
    {
        var file = _folder.File("code.png");
        await File.WriteAllBytesAsync(file, png, Cancel);
        return await ReadAsync(file);
    }

    private static Task<string> ReadAsync(string picture) => RunAsync("zbarimg", "--quiet", "--raw", picture);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        // ZBar complains about a machine without a message bus; it reads pictures all the same.
        await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
        return output.TrimEnd();
    }
}
