using System.Drawing;
using QRCoder;

namespace DialIn.Operations.Api;

/// <summary>A QR code (ISO/IEC 18004) with the quiet zone around it, black on white; error correction M, which a creased sheet of paper needs.</summary>
internal static class QrImage
{
    /// <summary>Smallest width in pixels. Below, cameras do not tell the modules apart.</summary>
    public const int MinSize = 64;

    /// <summary>Largest width in pixels: a poster.</summary>
    public const int MaxSize = 2048;

    /// <summary>Width unless another is asked for: 25 mm at 300 dpi.</summary>
    public const int UsualSize = 300;

    /// <summary>As PNG. The width is the largest multiple of the number of modules that is not greater than asked for, so that each is sharp.</summary>
    /// <param name="content">What it says.</param>
    /// <param name="size">Width in pixels, from <see cref="MinSize"/> to <see cref="MaxSize"/>.</param>
    public static byte[] Png(string content, int size)
    {
        using var data = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(Math.Max(1, size / data.ModuleMatrix.Count));
    }

    /// <summary>As SVG of just this width.</summary>
    /// <param name="content">What it says.</param>
    /// <param name="size">Width in pixels, from <see cref="MinSize"/> to <see cref="MaxSize"/>.</param>
    public static string Svg(string content, int size)
    {
        using var data = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(new Size(size, size), "#000000", "#ffffff");
    }
}
