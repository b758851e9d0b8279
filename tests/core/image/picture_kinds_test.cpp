// core/image: every kind of picture that people hand in is read, whatever its channels and depth.
#include "core/image/fit.h"
#include "core/image/image_file.h"
#include "tests/core/image/png_builder.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

// jpeglib.h needs FILE and size_t to be declared before it.
#include <jpeglib.h>

namespace diptych {
namespace {

using test::buildPng;
using test::pngChunk;
using test::PngParts;

Image decoded(std::string_view bytes) {
    Result<LoadedImage> loaded = decodeImage(bytes);
    if (!loaded)
        throw std::runtime_error(loaded.error().message + ": " + loaded.error().detail);
    return std::move(loaded->image);
}

std::vector<int> samplesOf(const Image& image) {
    std::vector<int> samples;
    const int count = image.width() * image.height() * image.channels();
    for (int i = 0; i < count; ++i)
        samples.push_back(image.sample(static_cast<std::size_t>(i)));
    return samples;
}

// As libjpeg writes it; `samples` [height, width, components].
std::string jpegOf(int width, int height, int components, J_COLOR_SPACE space, bool progressive,
                   bool adobe, std::vector<std::uint8_t> samples) {
    jpeg_error_mgr errors{};
    jpeg_compress_struct encoder{};
    encoder.err = jpeg_std_error(&errors);
    jpeg_create_compress(&encoder);
    unsigned char* data = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&encoder, &data, &size);
    encoder.image_width = static_cast<JDIMENSION>(width);
    encoder.image_height = static_cast<JDIMENSION>(height);
    encoder.input_components = components;
    encoder.in_color_space = space;
    jpeg_set_defaults(&encoder);
    jpeg_set_quality(&encoder, 100, TRUE);
    encoder.write_Adobe_marker = adobe ? TRUE : FALSE;
    if (progressive)
        jpeg_simple_progression(&encoder);
    jpeg_start_compress(&encoder, TRUE);
    while (encoder.next_scanline < encoder.image_height) {
        JSAMPROW row = samples.data() + encoder.next_scanline * encoder.image_width *
                                            static_cast<unsigned>(components);
        jpeg_write_scanlines(&encoder, &row, 1);
    }
    jpeg_finish_compress(&encoder);
    jpeg_destroy_compress(&encoder);
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    std::free(data);
    return bytes;
}

std::vector<std::uint8_t> repeated(const std::vector<std::uint8_t>& pixel, int count) {
    std::vector<std::uint8_t> samples;
    for (int i = 0; i < count; ++i)
        samples.insert(samples.end(), pixel.begin(), pixel.end());
    return samples;
}

TEST(PictureKinds, greyPngOfOneTwoAndFourBits) {
    PngParts parts;
    parts.width = 4;
    parts.depth = 2;
    parts.scanlines = std::string("\0\x1B", 2); // 0, 1, 2, 3
    EXPECT_EQ(samplesOf(decoded(buildPng(parts))), (std::vector<int>{0, 85, 170, 255}));
    parts.depth = 1;
    parts.scanlines = std::string("\0\x50", 2); // 0, 1, 0, 1
    EXPECT_EQ(samplesOf(decoded(buildPng(parts))), (std::vector<int>{0, 255, 0, 255}));
    parts.depth = 4;
    parts.scanlines = std::string("\0\x01\x2F", 3);
    const Image image = decoded(buildPng(parts));
    EXPECT_EQ(samplesOf(image), (std::vector<int>{0, 17, 34, 255}));
    EXPECT_EQ(image.channels(), 1);
    EXPECT_EQ(image.bits(), 8);
}

TEST(PictureKinds, palettePngOfEveryDepth) {
    const std::string palette("\x01\x02\x03\x11\x12\x13",
                              6); // fewer colours than the depth would allow
    const std::vector<int> expected = {17, 18, 19, 1, 2, 3};
    for (const auto& [depth, row] :
         {std::pair{1, std::string("\0\x80", 2)}, std::pair{2, std::string("\0\x40", 2)},
          std::pair{4, std::string("\0\x10", 2)}, std::pair{8, std::string("\0\x01\x00", 3)}}) {
        PngParts parts;
        parts.width = 2;
        parts.depth = depth;
        parts.colourType = 3;
        parts.scanlines = row;
        parts.extraChunks = pngChunk("PLTE", palette);
        EXPECT_EQ(samplesOf(decoded(buildPng(parts))), expected) << depth;
    }
}

TEST(PictureKinds, transparentColourOfGreyAndRgbPng) {
    PngParts grey;
    grey.width = 2;
    grey.scanlines = std::string("\0\x07\x08", 3);
    grey.extraChunks = pngChunk("tRNS", std::string("\0\x07", 2));
    const Image greyImage = decoded(buildPng(grey));
    EXPECT_EQ(greyImage.channels(), 2);
    EXPECT_EQ(samplesOf(greyImage), (std::vector<int>{7, 0, 8, 255}));
    PngParts rgb;
    rgb.width = 2;
    rgb.depth = 16;
    rgb.colourType = 2;
    rgb.scanlines = std::string("\0\x01\x02\x03\x04\x05\x06\x01\x02\x03\x04\x05\x07", 13);
    rgb.extraChunks = pngChunk("tRNS", "\x01\x02\x03\x04\x05\x06");
    const Image rgbImage = decoded(buildPng(rgb));
    EXPECT_EQ(rgbImage.channels(), 4);
    EXPECT_EQ(rgbImage.bits(), 16);
    EXPECT_EQ(samplesOf(rgbImage),
              (std::vector<int>{0x102, 0x304, 0x506, 0, 0x102, 0x304, 0x507, 65535}));
}

TEST(PictureKinds, cmykJpegWithAndWithoutAdobesInversion) {
    // Ink as light: cyan-free, half magenta, all yellow, no black.
    const std::string adobe =
        jpegOf(8, 8, 4, JCS_CMYK, false, true, repeated({255, 128, 0, 255}, 64));
    const Image image = decoded(adobe);
    EXPECT_EQ(image.channels(), 3);
    EXPECT_NEAR(image.sample(0), 255, 3);
    EXPECT_NEAR(image.sample(1), 128, 3);
    EXPECT_NEAR(image.sample(2), 0, 3);
    const Image plain =
        decoded(jpegOf(8, 8, 4, JCS_CMYK, false, false, repeated({0, 127, 255, 0}, 64)));
    EXPECT_NEAR(plain.sample(0), 255, 3);
    EXPECT_NEAR(plain.sample(1), 128, 3);
    EXPECT_NEAR(plain.sample(2), 0, 3);
}

TEST(PictureKinds, greyAndProgressiveJpeg) {
    const Image grey = decoded(jpegOf(8, 8, 1, JCS_GRAYSCALE, false, false, repeated({100}, 64)));
    EXPECT_EQ(grey.channels(), 1);
    EXPECT_NEAR(grey.sample(10), 100, 1);
    const Image progressive =
        decoded(jpegOf(16, 8, 3, JCS_RGB, true, false, repeated({200, 100, 50}, 128)));
    EXPECT_EQ(progressive.width(), 16);
    EXPECT_NEAR(progressive.sample(0), 200, 3);
    EXPECT_NEAR(progressive.sample(2), 50, 3);
}

TEST(PictureKinds, onePixelInEveryFormat) {
    const Image pixel = valueOrThrow(fromInterleavedRgb8(1, 1, {200, 100, 50}));
    for (const ImageFormat format : {ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP}) {
        const Image image = decoded(valueOrThrow(encodeImage(pixel, format)).bytes);
        EXPECT_EQ(image.width(), 1);
        const Image fitted = valueOrThrow(fitTo(image, 64, 32, FitMode::Crop));
        for (int i = 0; i < 64 * 32 * 3; ++i)
            ASSERT_EQ(fitted.sample(static_cast<std::size_t>(i)),
                      image.sample(static_cast<std::size_t>(i % 3)));
    }
}

TEST(PictureKinds, fiftyMegapixels) {
    constexpr int kWidth = 8660;
    constexpr int kHeight = 5774;
    std::vector<std::uint8_t> bytes(std::size_t{kWidth} * kHeight);
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = i % kWidth < kWidth / 2 ? 20 : 220;
    const Image huge = valueOrThrow(Image::create(kWidth, kHeight, 1, 8, std::move(bytes)));
    ImageWriteOptions options;
    options.pngCompression = 1;
    for (const ImageFormat format : {ImageFormat::Png, ImageFormat::Jpeg}) {
        const Image image = decoded(valueOrThrow(encodeImage(huge, format, {}, options)).bytes);
        EXPECT_EQ(image.width(), kWidth);
        EXPECT_NEAR(image.sample(kWidth - 1), 220, 2);
    }
}

} // namespace
} // namespace diptych
