using System.Buffers.Binary;
using CapacityRouting.Estimation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Estimation;

/// <summary>85 for any image and 170 for each tile of 512 x 512, once it is within 2048 x 2048 and its shorter side within 768.</summary>
public sealed class MediaTokensTests
{
    [Theory]
    [InlineData(1, 1, 85 + 170)]
    [InlineData(512, 512, 85 + 170)]
    [InlineData(513, 512, 85 + (2 * 170))]
    [InlineData(1024, 1024, 85 + (4 * 170))] // 768 x 768
    [InlineData(2048, 4096, 85 + (6 * 170))] // 1024 x 2048, then 768 x 1536
    [InlineData(4096, 512, 85 + (4 * 170))] // 2048 x 256
    [InlineData(100_000, 100_000, 85 + (4 * 170))]
    public void Of_APictureOfKnownSize_IsPricedByItsTiles(int width, int height, long tokens) =>
        Assert.Equal(tokens, MediaTokens.Of(new DataContent(Png(width, height), "image/png")));

    [Fact]
    public void Of_OtherFormats_AreReadToo()
    {
        byte[] gif = [.. "GIF89a"u8, 0x00, 0x02, 0x01, 0x02, 0, 0]; // 512 x 513
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11, 8, 0x02, 0x01, 0x02, 0x00, 1, 0, 0]; // height 513, width 512

        Assert.Equal((512, 513), ImageSize.Read(gif));
        Assert.Equal((512, 513), ImageSize.Read(jpeg));
    }

    [Fact]
    public void Read_WhatIsBrokenOff_HasNoSizeAndNeverThrows()
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11, 8, 0x02, 0x01, 0x02, 0x00];
        byte[] png = Png(512, 512);
        byte[] endless = [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0];

        for (int length = 0; length < jpeg.Length; length++)
            Assert.Null(ImageSize.Read(jpeg.AsSpan(..length)));
        for (int length = 0; length < png.Length; length++)
            Assert.Null(ImageSize.Read(png.AsSpan(..length)));
        Assert.Null(ImageSize.Read(endless));
        Assert.Null(ImageSize.Read(Png(0, 5)));
        Assert.Null(ImageSize.Read(Png(-5, 5)));
    }

    [Theory]
    [InlineData("low", 85)]
    [InlineData("Low", 85)]
    [InlineData("high", 765)]
    public void Of_ADetailThatIsAskedFor_Counts(string detail, long tokens)
    {
        UriContent image = new("https://example.com/a.png", "image/png") { AdditionalProperties = new() { ["detail"] = detail } };

        Assert.Equal(tokens, MediaTokens.Of(image));
    }

    [Fact]
    public void Of_AllElse_CountsAsAnImageOf1024By1024()
    {
        Assert.Equal(765, MediaTokens.Of(new DataContent(new byte[1_000_000], "image/png")));
        Assert.Equal(765, MediaTokens.Of(new DataContent(Png(1, 1), "application/pdf")));
        Assert.Equal(765, MediaTokens.Of(new UriContent("https://example.com/a.png", "image/png")));
        Assert.Equal(765, MediaTokens.Of(new HostedFileContent("file-1")));
    }

    private static byte[] Png(int width, int height)
    {
        byte[] png = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }
}
