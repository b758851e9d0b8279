#include "core/image/image_file.h"

#include "core/image/byte_text.h"
#include "core/image/codecs.h"
#include "core/image/exif.h"
#include "core/image/png_chunks.h"
#include "core/image/png_text.h"
#include "core/image/xmp.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace diptych {

namespace {

constexpr const char* kSupported = "the supported ones are .png, .jpg, .jpeg and .webp";

std::optional<ImageFormat> formatOf(std::string_view bytes) {
    if (bytes.starts_with(image::kPngSignature))
        return ImageFormat::Png;
    if (bytes.starts_with("\xFF\xD8\xFF"))
        return ImageFormat::Jpeg;
    if (bytes.size() >= 16 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP")
        return ImageFormat::WebP;
    return std::nullopt;
}

tl::unexpected<Error> notAPicture() {
    return fail(ErrorCode::FileInvalid, "the file is not a PNG, JPEG or WebP picture",
                "convert it to one of these formats first");
}

struct TextAndOrientation {
    ImageText text;
    int orientation = 1;
};

TextAndOrientation fromBlocks(ImageFormat format, const image::EmbeddedBlocks& blocks) {
    TextAndOrientation result;
    result.text.format = format;
    const image::ExifFacts exif = image::readExif(blocks.exif);
    result.orientation = exif.orientation;
    if (!exif.userComment.empty())
        result.text.entries.push_back({kParametersKeyword, exif.userComment});
    for (TextEntry& entry : image::readXmp(blocks.xmp))
        result.text.entries.push_back(std::move(entry));
    for (const std::string_view comment : blocks.comments)
        result.text.entries.push_back({"comment", image::utf8OrLatin1(comment)});
    return result;
}

Result<TextAndOrientation> readText(std::string_view bytes, ImageFormat format) {
    if (format == ImageFormat::Jpeg)
        return fromBlocks(format, image::findJpegBlocks(bytes));
    if (format == ImageFormat::WebP)
        return fromBlocks(format, image::findWebpBlocks(bytes));
    DIPTYCH_TRY(PngText text, readPngText(bytes));
    return TextAndOrientation{{format, std::move(text.entries), std::move(text.notices)},
                              image::readExif(image::findPngExif(bytes)).orientation};
}

Result<Image> decodePixels(std::string_view bytes, ImageFormat format) {
    switch (format) {
    case ImageFormat::Png:
        return image::decodePng(bytes);
    case ImageFormat::Jpeg:
        return image::decodeJpeg(bytes);
    case ImageFormat::WebP:
        break;
    }
    return image::decodeWebp(bytes);
}

Error aboutFile(Error error, const std::filesystem::path& path) {
    error.message = fmt::format("{}: {}", path.string(), error.message);
    error.args = {path.string()};
    return error;
}

// JPEG and WebP: what goes where.
struct Blocks {
    std::string exif;
    std::string xmp;
};

Blocks buildBlocks(const std::vector<TextEntry>& texts) {
    Blocks blocks;
    std::vector<TextEntry> others;
    for (const TextEntry& entry : texts) {
        if (entry.keyword == kParametersKeyword && blocks.exif.empty())
            blocks.exif = image::buildExif(entry.text);
        else
            others.push_back(entry);
    }
    if (!others.empty())
        blocks.xmp = image::buildXmp(others);
    return blocks;
}

void dropTooLong(std::string& block, std::size_t limit, std::string_view what,
                 std::vector<Notice>& notices) {
    if (block.size() <= limit)
        return;
    block.clear();
    notices.push_back({"metadata_too_long",
                       fmt::format("The {} are too long for a JPEG file and were left out; PNG and "
                                   "WebP have room for them.",
                                   what)});
}

Status checkRange(std::string_view name, int value, int low, int high) {
    if (value >= low && value <= high)
        return Done{};
    return fail(ErrorCode::InvalidInput, fmt::format("{} cannot be {}", name, value),
                fmt::format("use {} to {}", low, high));
}

Status checkSide(const Image& image, ImageFormat format, int limit) {
    if (std::max(image.width(), image.height()) <= limit)
        return Done{};
    return fail(ErrorCode::InvalidInput,
                fmt::format("a {}×{} picture is too large for a {} file", image.width(),
                            image.height(), imageFormatName(format)),
                fmt::format("{} allows {} pixels per side; save it as .png",
                            imageFormatName(format), limit));
}

Result<EncodedImage> encodeAsJpeg(const Image& source, const std::vector<TextEntry>& texts,
                                  int quality) {
    constexpr int kLargestJpegSide = 65500;
    DIPTYCH_TRY_DONE(checkRange("the JPEG quality", quality, 1, 100));
    DIPTYCH_TRY_DONE(checkSide(source, ImageFormat::Jpeg, kLargestJpegSide));
    EncodedImage result;
    Blocks blocks = buildBlocks(texts);
    dropTooLong(blocks.exif, image::kLargestJpegExif, "parameters", result.notices);
    dropTooLong(blocks.xmp, image::kLargestJpegXmp, "details of how it was made", result.notices);
    const Image pixels = source.channels() == 1 ? toEightBit(source) : toRgb8(source);
    DIPTYCH_TRY(result.bytes, image::encodeJpeg(pixels, quality, blocks.exif, blocks.xmp));
    return result;
}

Result<EncodedImage> encodeAsWebp(const Image& source, const std::vector<TextEntry>& texts,
                                  const ImageWriteOptions& options) {
    constexpr int kLargestWebpSide = 16383;
    DIPTYCH_TRY_DONE(checkRange("the WebP quality", options.webpQuality, 0, 100));
    DIPTYCH_TRY_DONE(checkSide(source, ImageFormat::WebP, kLargestWebpSide));
    EncodedImage result;
    const Blocks blocks = buildBlocks(texts);
    Image pixels = source.channels() == 4 ? toEightBit(source) : toRgb8(source);
    if (source.channels() == 2) {
        // Grey and alpha to RGBA, the only form with alpha that libwebp takes.
        const Image grey = toEightBit(source);
        std::vector<std::uint8_t> rgba;
        rgba.reserve(grey.bytes().size() * 2);
        for (std::size_t i = 0; i < grey.bytes().size(); i += 2)
            rgba.insert(rgba.end(),
                        {grey.bytes()[i], grey.bytes()[i], grey.bytes()[i], grey.bytes()[i + 1]});
        DIPTYCH_TRY(pixels, Image::create(grey.width(), grey.height(), 4, 8, std::move(rgba)));
    }
    DIPTYCH_TRY(result.bytes, image::encodeWebp(pixels, options, blocks.exif, blocks.xmp));
    return result;
}

} // namespace

std::string_view imageFormatName(ImageFormat format) {
    switch (format) {
    case ImageFormat::Png:
        return "PNG";
    case ImageFormat::Jpeg:
        return "JPEG";
    case ImageFormat::WebP:
        break;
    }
    return "WebP";
}

Result<ImageText> readImageText(std::string_view bytes) {
    const std::optional<ImageFormat> format = formatOf(bytes);
    if (!format)
        return notAPicture();
    DIPTYCH_TRY(TextAndOrientation facts, readText(bytes, *format));
    return std::move(facts.text);
}

Result<LoadedImage> decodeImage(std::string_view bytes) {
    const std::optional<ImageFormat> format = formatOf(bytes);
    if (!format)
        return notAPicture();
    DIPTYCH_TRY(Image pixels, decodePixels(bytes, *format));
    DIPTYCH_TRY(TextAndOrientation facts, readText(bytes, *format));
    return LoadedImage{applyOrientation(std::move(pixels), facts.orientation),
                       std::move(facts.text)};
}

Result<LoadedImage> readImageFile(const std::filesystem::path& path) {
    DIPTYCH_TRY(const std::string bytes, readFile(path, kLargestReadBytes));
    Result<LoadedImage> loaded = decodeImage(bytes);
    if (!loaded)
        return fail(aboutFile(std::move(loaded.error()), path));
    return loaded;
}

Result<ImageFormat> imageFormatOfPath(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (extension == ".png")
        return ImageFormat::Png;
    if (extension == ".jpg" || extension == ".jpeg")
        return ImageFormat::Jpeg;
    if (extension == ".webp")
        return ImageFormat::WebP;
    if (extension.empty())
        return fail(ErrorCode::InvalidInput,
                    fmt::format("the picture's name {} has no extension", path.string()),
                    kSupported);
    return fail(ErrorCode::InvalidInput,
                fmt::format("pictures cannot be written as {}", path.extension().string()),
                kSupported);
}

Result<EncodedImage> encodeImage(const Image& source, ImageFormat format,
                                 const std::vector<TextEntry>& texts,
                                 const ImageWriteOptions& options) {
    switch (format) {
    case ImageFormat::Jpeg:
        return encodeAsJpeg(source, texts, options.jpegQuality);
    case ImageFormat::WebP:
        return encodeAsWebp(source, texts, options);
    case ImageFormat::Png:
        break;
    }
    DIPTYCH_TRY_DONE(checkRange("the PNG compression", options.pngCompression, 0, 9));
    DIPTYCH_TRY(const std::string plain, image::encodePng(source, options.pngCompression));
    EncodedImage result;
    DIPTYCH_TRY(result.bytes, withPngText(plain, texts));
    return result;
}

Result<std::vector<Notice>> writeImageFile(const std::filesystem::path& path, const Image& source,
                                           const std::vector<TextEntry>& texts,
                                           const ImageWriteOptions& options, Overwrite overwrite) {
    DIPTYCH_TRY(const ImageFormat format, imageFormatOfPath(path));
    DIPTYCH_TRY(EncodedImage encoded, encodeImage(source, format, texts, options));
    DIPTYCH_TRY_DONE(writeFileAtomically(path, encoded.bytes, overwrite));
    return std::move(encoded.notices);
}

} // namespace diptych
