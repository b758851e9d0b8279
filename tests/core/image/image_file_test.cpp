// core/image: picture files, their formats, their limits and the texts inside them.
#include "core/image/image_file.h"
#include "core/image/picture_metadata.h"
#include "tests/core/image/png_builder.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <cstring>

namespace diptych {
namespace {

using test::bigEndian;
using test::buildPng;
using test::littleEndian;
using test::pngChunk;
using test::PngParts;
using test::TemporaryFolder;

constexpr const char* kDifficultText = "一隻貓 😀, \"q\" <b> & 'x'\n  two  blanks\ttab é";

Image makeImage(int width, int height, int channels, int bits) {
    std::vector<std::uint8_t> bytes(
        static_cast<std::size_t>(width * height * channels * (bits / 8)));
    std::uint32_t state = 1;
    for (std::uint8_t& byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<std::uint8_t>(state >> 24);
    }
    return valueOrThrow(Image::create(width, height, channels, bits, std::move(bytes)));
}

Image smoothImage(int width, int height) {
    std::vector<std::uint8_t> bytes;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            bytes.insert(bytes.end(), {static_cast<std::uint8_t>(x * 255 / width),
                                       static_cast<std::uint8_t>(y * 255 / height),
                                       static_cast<std::uint8_t>(128)});
    }
    return valueOrThrow(fromInterleavedRgb8(width, height, std::move(bytes)));
}

int largestDifference(const Image& a, const Image& b) {
    EXPECT_EQ(a.bytes().size(), b.bytes().size());
    int largest = 0;
    for (std::size_t i = 0; i < std::min(a.bytes().size(), b.bytes().size()); ++i)
        largest = std::max(largest, std::abs(a.bytes()[i] - b.bytes()[i]));
    return largest;
}

Image decoded(std::string_view bytes) {
    Result<LoadedImage> loaded = decodeImage(bytes);
    if (!loaded)
        throw std::runtime_error(loaded.error().message + ": " + loaded.error().detail);
    return std::move(loaded->image);
}

std::string encoded(const Image& image, ImageFormat format,
                    const std::vector<TextEntry>& texts = {},
                    const ImageWriteOptions& options = {}) {
    EncodedImage result = valueOrThrow(encodeImage(image, format, texts, options));
    EXPECT_TRUE(result.notices.empty());
    return std::move(result.bytes);
}

std::vector<int> samplesOf(const Image& image) {
    std::vector<int> samples;
    const int count = image.width() * image.height() * image.channels();
    for (int i = 0; i < count; ++i)
        samples.push_back(image.sample(static_cast<std::size_t>(i)));
    return samples;
}

TEST(ImageFile, keepsEveryPngExactly) {
    for (int channels = 1; channels <= 4; ++channels) {
        for (const int bits : {8, 16}) {
            const Image image = makeImage(13, 7, channels, bits);
            EXPECT_EQ(decoded(encoded(image, ImageFormat::Png)), image) << channels << " " << bits;
        }
    }
}

TEST(ImageFile, storesSixteenBitsInPngOrder) {
    std::vector<std::uint8_t> bytes(2);
    const std::uint16_t value = 0x1234;
    std::memcpy(bytes.data(), &value, 2);
    const Image image = valueOrThrow(Image::create(1, 1, 1, 16, bytes));
    PngParts parts;
    parts.depth = 16;
    parts.scanlines = std::string("\0\x12\x34", 3);
    EXPECT_EQ(decoded(buildPng(parts)), image);
}

TEST(ImageFile, readsPalettesWithTransparency) {
    PngParts parts;
    parts.width = 4;
    parts.depth = 2;
    parts.colourType = 3;
    parts.scanlines = std::string("\0\x1B", 2); // 0, 1, 2, 3
    const std::string palette =
        pngChunk("PLTE", "\x01\x02\x03\x11\x12\x13\x21\x22\x23\x31\x32\x33");
    parts.extraChunks = palette;
    EXPECT_EQ(samplesOf(decoded(buildPng(parts))),
              (std::vector<int>{1, 2, 3, 17, 18, 19, 33, 34, 35, 49, 50, 51}));
    parts.extraChunks = palette + pngChunk("tRNS", std::string("\0\x80", 2));
    EXPECT_EQ(samplesOf(decoded(buildPng(parts))),
              (std::vector<int>{1, 2, 3, 0, 17, 18, 19, 128, 33, 34, 35, 255, 49, 50, 51, 255}));
}

TEST(ImageFile, readsGreyOfEveryDepth) {
    PngParts parts;
    parts.width = 2;
    parts.depth = 1;
    parts.scanlines = std::string("\0\x40", 2);
    EXPECT_EQ(samplesOf(decoded(buildPng(parts))), (std::vector<int>{0, 255}));
    parts.depth = 4;
    parts.scanlines = std::string("\0\x1F", 2);
    EXPECT_EQ(samplesOf(decoded(buildPng(parts))), (std::vector<int>{17, 255}));
    parts.depth = 8;
    parts.colourType = 4;
    parts.scanlines = std::string("\0\x01\x02\x03\x04", 5);
    const Image image = decoded(buildPng(parts));
    EXPECT_EQ(image.channels(), 2);
    EXPECT_EQ(samplesOf(image), (std::vector<int>{1, 2, 3, 4}));
}

TEST(ImageFile, readsInterlacedPng) {
    // Adam7 on 8×8: x and y of the first pixel and the steps of each pass.
    constexpr int kPasses[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                   {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    PngParts parts;
    parts.width = parts.height = 8;
    parts.interlaced = true;
    for (const auto& [firstX, firstY, stepX, stepY] : kPasses) {
        for (int y = firstY; y < 8; y += stepY) {
            parts.scanlines += '\0';
            for (int x = firstX; x < 8; x += stepX)
                parts.scanlines += static_cast<char>(y * 8 + x);
        }
    }
    std::vector<int> expected;
    for (int i = 0; i < 64; ++i)
        expected.push_back(i);
    EXPECT_EQ(samplesOf(decoded(buildPng(parts))), expected);
}

TEST(ImageFile, turnsPngUprightByItsExif) {
    PngParts parts;
    parts.height = 2;
    parts.scanlines = std::string("\0\x01\0\x02", 4);
    parts.extraChunks = pngChunk("eXIf", test::orientationTiff(6));
    const Image image = decoded(buildPng(parts));
    EXPECT_EQ(image.width(), 2);
    EXPECT_EQ(samplesOf(image), (std::vector<int>{2, 1}));
}

TEST(ImageFile, turnsJpegUprightByItsExif) {
    const Image image = smoothImage(16, 8);
    const std::string plain = encoded(image, ImageFormat::Jpeg);
    const Image stored = decoded(plain);
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const std::string block = std::string("Exif\0\0", 6) + test::orientationTiff(orientation);
        std::string turned = plain;
        turned.insert(2, "\xFF\xE1" + bigEndian(static_cast<std::uint32_t>(block.size() + 2), 2) +
                             block);
        EXPECT_EQ(decoded(turned), applyOrientation(stored, orientation)) << orientation;
    }
}

TEST(ImageFile, turnsWebpUprightByItsExif) {
    const Image image = makeImage(5, 3, 3, 8);
    ImageWriteOptions options;
    options.webpLossless = true;
    // A file with an EXIF block, which is then replaced by an orientation of the same length.
    std::string webp = encoded(image, ImageFormat::WebP, {{"parameters", "x"}}, options);
    const std::size_t exif = webp.find("EXIF");
    ASSERT_NE(exif, std::string::npos);
    webp.erase(exif);
    const std::string block = test::orientationTiff(8);
    webp += "EXIF" + littleEndian(static_cast<std::uint32_t>(block.size()), 4) + block;
    webp.replace(4, 4, littleEndian(static_cast<std::uint32_t>(webp.size() - 8), 4));
    EXPECT_EQ(decoded(webp), applyOrientation(image, 8));
}

TEST(ImageFile, keepsLosslessWebpExactly) {
    ImageWriteOptions options;
    options.webpLossless = true;
    for (const int channels : {3, 4}) {
        const Image image = makeImage(13, 7, channels, 8);
        const std::vector<TextEntry> texts = {{"parameters", "x"}};
        EXPECT_EQ(decoded(encoded(image, ImageFormat::WebP, {}, options)), image) << channels;
        EXPECT_EQ(decoded(encoded(image, ImageFormat::WebP, texts, options)), image) << channels;
    }
    const Image grey = decoded(encoded(makeImage(2, 2, 2, 8), ImageFormat::WebP, {}, options));
    EXPECT_EQ(grey.channels(), 4);
    const std::vector<int> source = samplesOf(makeImage(2, 2, 2, 8));
    EXPECT_EQ(samplesOf(grey)[4], source[2]);
    EXPECT_EQ(samplesOf(grey)[6], source[2]);
    EXPECT_EQ(samplesOf(grey)[7], source[3]);
}

TEST(ImageFile, staysCloseInLossyFormats) {
    const Image image = smoothImage(64, 48);
    ImageWriteOptions options;
    options.jpegQuality = 100;
    options.webpQuality = 100;
    EXPECT_LE(largestDifference(decoded(encoded(image, ImageFormat::Jpeg, {}, options)), image), 4);
    EXPECT_LE(largestDifference(decoded(encoded(image, ImageFormat::WebP, {}, options)), image),
              16);
    const Image rgba = makeImage(9, 9, 4, 8);
    EXPECT_EQ(decoded(encoded(rgba, ImageFormat::WebP, {{"parameters", "x"}}, options)).channels(),
              4);
    const Image grey = decoded(encoded(makeImage(9, 9, 1, 16), ImageFormat::Jpeg, {}, options));
    EXPECT_EQ(grey.channels(), 1);
    EXPECT_EQ(decoded(encoded(rgba, ImageFormat::Jpeg, {}, options)).channels(), 3);
}

TEST(ImageFile, obeysTheQuality) {
    const Image image = makeImage(64, 64, 3, 8);
    ImageWriteOptions low;
    low.jpegQuality = low.webpQuality = 20;
    EXPECT_LT(encoded(image, ImageFormat::Jpeg, {}, low).size() * 2,
              encoded(image, ImageFormat::Jpeg).size());
    EXPECT_LT(encoded(image, ImageFormat::WebP, {}, low).size() * 2,
              encoded(image, ImageFormat::WebP).size());
    for (const int quality : {0, 101}) {
        ImageWriteOptions wrong;
        wrong.jpegQuality = quality;
        EXPECT_EQ(encodeImage(image, ImageFormat::Jpeg, {}, wrong).error().code,
                  ErrorCode::InvalidInput);
    }
    ImageWriteOptions wrong;
    wrong.webpQuality = 101;
    wrong.pngCompression = 10;
    EXPECT_FALSE(encodeImage(image, ImageFormat::WebP, {}, wrong));
    EXPECT_FALSE(encodeImage(image, ImageFormat::Png, {}, wrong));
}

TEST(ImageFile, carriesTextsThroughEveryFormat) {
    const Image image = smoothImage(32, 32);
    const std::vector<TextEntry> texts = {{"parameters", kDifficultText},
                                          {"diptych", "{\"a\":\"<b>&amp; 猫\\n \\u0001\"}"}};
    ImageWriteOptions lossless;
    lossless.webpLossless = true;
    for (const ImageFormat format : {ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP}) {
        for (const ImageWriteOptions& options : {ImageWriteOptions(), lossless}) {
            const auto loaded = decodeImage(encoded(image, format, texts, options));
            ASSERT_TRUE(loaded);
            EXPECT_EQ(loaded->text.format, format);
            EXPECT_EQ(loaded->text.entries, texts) << imageFormatName(format);
        }
    }
}

TEST(ImageFile, carriesARequestThroughEveryFormat) {
    PictureMetadata metadata;
    metadata.request.conversation.user = kDifficultText;
    metadata.request.seed = 0x7FFFFFFFFFFFFFFF;
    metadata.request.shift = 0.1;
    TemporaryFolder folder;
    for (const char* name : {"a.png", "a.jpg", "a.webp"}) {
        const auto written =
            writeImageFile(folder / name, smoothImage(16, 16),
                           pictureTextChunks(metadata, MetadataLevel::All), {}, Overwrite::No);
        ASSERT_TRUE(written) << written.error().message;
        const auto loaded = readImageFile(folder / name);
        ASSERT_TRUE(loaded) << loaded.error().message;
        EXPECT_EQ(readPictureMetadata(loaded->text.entries), metadata) << name;
    }
}

TEST(ImageFile, leavesOutWhatAJpegHasNoRoomFor) {
    const std::vector<TextEntry> fits = {{"parameters", std::string(32'000, 'a')},
                                         {"diptych", std::string(64'000, 'b')}};
    const std::vector<TextEntry> tooLong = {{"parameters", std::string(33'000, 'a')},
                                            {"diptych", std::string(66'000, 'b')}};
    const Image image = smoothImage(8, 8);
    EXPECT_EQ(valueOrThrow(readImageText(encoded(image, ImageFormat::Jpeg, fits))).entries, fits);
    const auto jpeg = encodeImage(image, ImageFormat::Jpeg, tooLong);
    ASSERT_TRUE(jpeg);
    ASSERT_EQ(jpeg->notices.size(), 2U);
    EXPECT_EQ(jpeg->notices[0].code, "metadata_too_long");
    EXPECT_TRUE(valueOrThrow(readImageText(jpeg->bytes)).entries.empty());
    EXPECT_TRUE(decodeImage(jpeg->bytes));
    EXPECT_EQ(valueOrThrow(readImageText(encoded(image, ImageFormat::WebP, tooLong))).entries,
              tooLong);
}

// What another program would write: little-endian structure, comments in other encodings.
std::string jpegWithComment(const std::string& comment) {
    const std::string tiff = "II" + littleEndian(42, 2) + littleEndian(8, 4) + littleEndian(1, 2) +
                             littleEndian(0x8769, 2) + littleEndian(4, 2) + littleEndian(1, 4) +
                             littleEndian(26, 4) + littleEndian(0, 4) + littleEndian(1, 2) +
                             littleEndian(0x9286, 2) + littleEndian(7, 2) +
                             littleEndian(static_cast<std::uint32_t>(comment.size()), 4) +
                             littleEndian(44, 4) + littleEndian(0, 4) + comment;
    const std::string block = std::string("Exif\0\0", 6) + tiff;
    std::string jpeg = encoded(smoothImage(8, 8), ImageFormat::Jpeg);
    jpeg.insert(2, "\xFF\xE1" + bigEndian(static_cast<std::uint32_t>(block.size() + 2), 2) + block);
    return jpeg;
}

TEST(ImageFile, readsUserCommentsOfOtherPrograms) {
    const auto comment = [](const std::string& bytes) {
        const auto text = valueOrThrow(readImageText(jpegWithComment(bytes)));
        return text.entries.size() == 1 ? text.entries[0].text : std::string("?");
    };
    const std::string unicode("UNICODE\0", 8);
    EXPECT_EQ(comment(unicode + std::string("\0c\0a\0t", 6)), "cat"); // big-endian all the same
    EXPECT_EQ(comment(unicode + std::string("c\0a\0t\0", 6)), "cat");
    EXPECT_EQ(comment(unicode + std::string("\xFE\xFF\x73\x2B", 4)), "猫");
    EXPECT_EQ(comment(unicode + std::string("\xFF\xFE\x2B\x73", 4)), "猫");
    EXPECT_EQ(comment(unicode + "\x2B\x73"), "猫");
    EXPECT_EQ(comment(unicode + std::string("c\0\x3D\xD8\0\xDE\x3D\xD8", 8)), "c😀\uFFFD");
    EXPECT_EQ(comment(std::string("ASCII\0\0\0cat\0\0", 13)), "cat");
    EXPECT_EQ(comment(std::string(8, '\0') + "caf\xE9"), "café");
    EXPECT_EQ(comment("short"), "?");
}

TEST(ImageFile, readsXmpAsOtherProgramsRewriteIt) {
    const std::string xmp =
        std::string("http://ns.adobe.com/xap/1.0/\0", 29) +
        "<rdf:Description xmlns:diptych='urn:x'\n  diptych:diptych = "
        "'{&quot;a&quot;:&#x732b;&#10;}'"
        "/><sdcpp:parameters>a &lt; b &bad; &#xD800;</sdcpp:parameters><diptych:open";
    std::string jpeg = encoded(smoothImage(8, 8), ImageFormat::Jpeg);
    jpeg.insert(2, "\xFF\xE1" + bigEndian(static_cast<std::uint32_t>(xmp.size() + 2), 2) + xmp +
                       "\xFF\xFE" + bigEndian(6, 2) + "note");
    const std::vector<TextEntry> expected = {
        {"diptych", "{\"a\":猫\n}"}, {"parameters", "a < b &bad; &#xD800;"}, {"comment", "note"}};
    EXPECT_EQ(valueOrThrow(readImageText(jpeg)).entries, expected);
}

TEST(ImageFile, recognisesFormatsByContent) {
    TemporaryFolder folder;
    const Image image = makeImage(3, 3, 3, 8);
    test::writeBytes(folder / "really-png.jpg", encoded(image, ImageFormat::Png));
    const auto loaded = readImageFile(folder / "really-png.jpg");
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->text.format, ImageFormat::Png);
    EXPECT_EQ(loaded->image, image);
    test::writeBytes(folder / "text.png", "no picture");
    const auto refused = readImageFile(folder / "text.png");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::FileInvalid);
    EXPECT_NE(refused.error().message.find("text.png"), std::string::npos);
    EXPECT_EQ(readImageFile(folder / "none.png").error().code, ErrorCode::FileNotFound);
    EXPECT_EQ(decodeImage("").error().code, ErrorCode::FileInvalid);
}

TEST(ImageFile, choosesTheFormatByExtension) {
    EXPECT_EQ(valueOrThrow(imageFormatOfPath("a/b.c.PNG")), ImageFormat::Png);
    EXPECT_EQ(valueOrThrow(imageFormatOfPath("x.jpg")), ImageFormat::Jpeg);
    EXPECT_EQ(valueOrThrow(imageFormatOfPath("x.Jpeg")), ImageFormat::Jpeg);
    EXPECT_EQ(valueOrThrow(imageFormatOfPath("x.webp")), ImageFormat::WebP);
    TemporaryFolder folder;
    for (const char* name : {"x.gif", "x", ".png"}) {
        const auto refused =
            writeImageFile(folder / name, makeImage(1, 1, 3, 8), {}, {}, Overwrite::No);
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
        EXPECT_NE(refused.error().hint.find(".webp"), std::string::npos);
        EXPECT_FALSE(std::filesystem::exists(folder / name));
    }
}

TEST(ImageFile, doesNotOverwriteUnasked) {
    TemporaryFolder folder;
    const auto path = folder / "a.png";
    const Image image = makeImage(2, 2, 3, 8);
    ASSERT_TRUE(writeImageFile(path, image, {}, {}, Overwrite::No));
    EXPECT_EQ(writeImageFile(path, image, {}, {}, Overwrite::No).error().code,
              ErrorCode::FileWrite);
    EXPECT_TRUE(writeImageFile(path, image, {}, {}, Overwrite::Yes));
}

TEST(ImageFile, refusesAbsurdSizesBeforeAllocating) {
    const auto refusal = [](std::uint32_t width, std::uint32_t height) {
        PngParts parts;
        parts.width = width;
        parts.height = height;
        parts.scanlines = "x";
        const auto result = decodeImage(buildPng(parts));
        EXPECT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::FileInvalid);
        return result.error().message;
    };
    EXPECT_NE(refusal(16385, 1).find("too large: 16385×1"), std::string::npos);
    EXPECT_NE(refusal(1, 0x7FFFFFFF).find("too large"), std::string::npos);
    EXPECT_NE(refusal(16384, 16384).find("too large"), std::string::npos);
    EXPECT_NE(refusal(0, 5).find("0×5"), std::string::npos);
    // Within the limits, but the file cannot hold it.
    EXPECT_NE(refusal(15000, 15000).find("cut off"), std::string::npos);

    std::string jpeg = encoded(makeImage(8, 8, 3, 8), ImageFormat::Jpeg);
    const std::size_t frame = jpeg.find("\xFF\xC0");
    ASSERT_NE(frame, std::string::npos);
    jpeg.replace(frame + 5, 4, "\xFF\x00\xFF\x00", 4);
    EXPECT_NE(decodeImage(jpeg).error().message.find("too large"), std::string::npos);
    jpeg.replace(frame + 5, 4, "\x30\x00\x30\x00", 4);
    EXPECT_NE(decodeImage(jpeg).error().message.find("cut off"), std::string::npos);
}

TEST(ImageFile, refusesAnimations) {
    std::string webp = "WEBPVP8X" + littleEndian(10, 4) + littleEndian(2, 4) + littleEndian(0, 3) +
                       littleEndian(0, 3) + "ANIM" + littleEndian(6, 4) + std::string(6, '\0');
    webp = "RIFF" + littleEndian(static_cast<std::uint32_t>(webp.size()), 4) + webp;
    EXPECT_EQ(decodeImage(webp).error().code, ErrorCode::Unsupported);
}

TEST(ImageFile, refusesSidesThatAFormatCannotHold) {
    const Image wide = makeImage(16384, 1, 1, 8);
    const auto refused = encodeImage(wide, ImageFormat::WebP);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
    EXPECT_NE(refused.error().hint.find("16383"), std::string::npos);
    EXPECT_TRUE(encodeImage(wide, ImageFormat::Png));
    EXPECT_FALSE(encodeImage(makeImage(65501, 1, 1, 8), ImageFormat::Jpeg));
}

} // namespace
} // namespace diptych
