// core/image: damaged files are refused or read, and never more than that.
#include "core/image/image_file.h"
#include "core/image/picture_metadata.h"
#include "tests/core/image/png_builder.h"

#include <gtest/gtest.h>

#include <random>

namespace diptych {
namespace {

struct Sample {
    std::string name;
    std::string bytes;
};

Image noise(int side, int channels) {
    std::mt19937 random(1);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(side * side * channels));
    for (std::uint8_t& byte : bytes)
        byte = static_cast<std::uint8_t>(random());
    return valueOrThrow(Image::create(side, side, channels, 8, std::move(bytes)));
}

std::vector<Sample> samples() {
    PictureMetadata metadata;
    metadata.request.conversation.user = "一隻貓\nsecond line";
    const auto texts = pictureTextChunks(metadata, MetadataLevel::All);
    ImageWriteOptions lossless;
    lossless.webpLossless = true;
    const auto encode = [&](ImageFormat format, const Image& image,
                            const ImageWriteOptions& options) {
        return valueOrThrow(encodeImage(image, format, texts, options)).bytes;
    };
    test::PngParts palette;
    palette.width = palette.height = 16;
    palette.colourType = 3;
    palette.interlaced = true;
    palette.scanlines = std::string(600, '\1');
    palette.extraChunks = test::pngChunk("PLTE", "abcdef") + test::pngChunk("tRNS", "a") +
                          test::pngChunk("zTXt", std::string("k\0\0", 3) + test::deflated("text")) +
                          test::pngChunk("eXIf", test::orientationTiff(7));
    return {{"png", encode(ImageFormat::Png, noise(16, 3), {})},
            {"palette png", test::buildPng(palette)},
            {"jpeg", encode(ImageFormat::Jpeg, noise(16, 3), {})},
            {"grey jpeg", encode(ImageFormat::Jpeg, noise(16, 1), {})},
            {"webp", encode(ImageFormat::WebP, noise(16, 3), {})},
            {"webp with alpha", encode(ImageFormat::WebP, noise(16, 4), {})},
            {"lossless webp", encode(ImageFormat::WebP, noise(16, 4), lossless)}};
}

// A file may be fine in spite of the damage; what must hold is a picture within the limits or a
// clear refusal.
void expectPictureOrRefusal(const std::string& bytes) {
    const auto loaded = decodeImage(bytes);
    if (loaded) {
        EXPECT_LE(loaded->image.width(), kLargestReadSide);
        readPictureMetadata(loaded->text.entries);
    } else {
        EXPECT_TRUE(loaded.error().code == ErrorCode::FileInvalid ||
                    loaded.error().code == ErrorCode::Unsupported);
        EXPECT_FALSE(loaded.error().message.empty());
    }
    readImageText(bytes);
}

TEST(DamagedPictures, areRefusedWhenCutOff) {
    for (const Sample& sample : samples()) {
        ASSERT_TRUE(decodeImage(sample.bytes)) << sample.name;
        for (std::size_t length = 0; length < sample.bytes.size(); length += 37) {
            const auto loaded = decodeImage(sample.bytes.substr(0, length));
            ASSERT_FALSE(loaded) << sample.name << " " << length;
            EXPECT_EQ(loaded.error().code, ErrorCode::FileInvalid);
            EXPECT_FALSE(loaded.error().hint.empty());
        }
        for (std::size_t cut = 1; cut <= 2; ++cut)
            EXPECT_FALSE(decodeImage(sample.bytes.substr(0, sample.bytes.size() - cut)))
                << sample.name;
    }
}

TEST(DamagedPictures, doNoHarmWithFlippedBytes) {
    constexpr int kMutationsPerSample = 120;
    std::mt19937 random(7);
    for (const Sample& sample : samples()) {
        for (int i = 0; i < kMutationsPerSample; ++i) {
            std::string bytes = sample.bytes;
            for (unsigned flips = 1 + random() % 4; flips > 0; --flips)
                bytes[random() % bytes.size()] ^= static_cast<char>(1 + random() % 255);
            expectPictureOrRefusal(bytes);
        }
    }
}

// Checksums hide most of a PNG from the test above, so here they are made right again.
TEST(DamagedPictures, doNoHarmWithFlippedBytesBehindRightChecksums) {
    constexpr int kMutations = 300;
    std::mt19937 random(11);
    for (const Sample& sample : samples()) {
        if (!sample.bytes.starts_with("\x89PNG"))
            continue;
        for (int i = 0; i < kMutations; ++i) {
            auto chunks = test::parsePngChunks(sample.bytes);
            std::string& data = chunks[random() % (chunks.size() - 1)].data;
            data[random() % data.size()] ^= static_cast<char>(1 + random() % 255);
            std::string bytes = sample.bytes.substr(0, 8);
            for (const auto& chunk : chunks)
                bytes += test::pngChunk(chunk.type, chunk.data);
            expectPictureOrRefusal(bytes);
        }
    }
}

// Metadata lies in the first part of a JPEG and in the last of a WebP; libraries never look at it.
TEST(DamagedPictures, doNoHarmWithDamagedMetadata) {
    constexpr int kMutations = 300;
    std::mt19937 random(13);
    for (const Sample& sample : samples()) {
        std::size_t begin = sample.bytes.find("Exif");
        if (begin == std::string::npos)
            begin = sample.bytes.find("EXIF");
        if (begin == std::string::npos)
            continue;
        for (int i = 0; i < kMutations; ++i) {
            std::string bytes = sample.bytes;
            const std::size_t at = begin + 6 + random() % 60;
            bytes[at] = static_cast<char>(random());
            expectPictureOrRefusal(bytes);
        }
    }
}

} // namespace
} // namespace diptych
