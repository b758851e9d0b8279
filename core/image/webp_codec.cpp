// WebP: libwebp for the pixels, and the few lines of RIFF around them that carry EXIF and XMP.
#include "core/image/byte_text.h"
#include "core/image/codecs.h"
#include "core/image/image_limits.h"

#include <webp/decode.h>
#include <webp/encode.h>

#include <optional>

namespace diptych::image {

namespace {

constexpr std::size_t kRiffHeaderBytes = 12; // "RIFF", size, "WEBP"
constexpr std::size_t kChunkHeaderBytes = 8; // name, size
// https://developers.google.com/speed/webp/docs/riff_container
constexpr std::uint32_t kFlagXmp = 0x04;
constexpr std::uint32_t kFlagExif = 0x08;
constexpr std::uint32_t kFlagAlpha = 0x10;

const std::uint8_t* unsignedData(std::string_view bytes) {
    return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

struct RiffChunk {
    std::string_view name; ///< 4 characters
    std::string_view data;
    std::string_view whole; ///< with header and padding
};

class RiffChunks {
  public:
    /// `bytes` begins with a RIFF header.
    explicit RiffChunks(std::string_view bytes) : rest_(bytes.substr(kRiffHeaderBytes)) {}

    std::optional<RiffChunk> next() {
        if (rest_.size() < kChunkHeaderBytes)
            return std::nullopt;
        const std::size_t length = readNumber(rest_, 4, 4, ByteOrder::Little);
        if (length > rest_.size() - kChunkHeaderBytes)
            return std::nullopt;
        const std::size_t padded = std::min(kChunkHeaderBytes + length + length % 2, rest_.size());
        const RiffChunk chunk{rest_.substr(0, 4), rest_.substr(kChunkHeaderBytes, length),
                              rest_.substr(0, padded)};
        rest_.remove_prefix(padded);
        return chunk;
    }

  private:
    std::string_view rest_;
};

void appendChunk(std::string& riff, std::string_view name, std::string_view data) {
    riff += name;
    appendNumber(riff, static_cast<std::uint32_t>(data.size()), 4, ByteOrder::Little);
    riff += data;
    if (data.size() % 2 != 0)
        riff += '\0';
}

// The same picture in the extended format, which has room for metadata.
std::string withBlocks(std::string_view webp, const Image& image, std::string_view exif,
                       std::string_view xmp) {
    std::string header;
    const std::uint32_t flags = (image.hasAlpha() ? kFlagAlpha : 0) |
                                (exif.empty() ? 0 : kFlagExif) | (xmp.empty() ? 0 : kFlagXmp);
    appendNumber(header, flags, 4, ByteOrder::Little);
    appendNumber(header, static_cast<std::uint32_t>(image.width() - 1), 3, ByteOrder::Little);
    appendNumber(header, static_cast<std::uint32_t>(image.height() - 1), 3, ByteOrder::Little);
    std::string body = "WEBP";
    appendChunk(body, "VP8X", header);
    RiffChunks chunks(webp);
    while (const auto chunk = chunks.next()) {
        if (chunk->name != "VP8X")
            body += chunk->whole;
    }
    if (!exif.empty())
        appendChunk(body, "EXIF", exif);
    if (!xmp.empty())
        appendChunk(body, "XMP ", xmp);
    std::string riff = "RIFF";
    appendNumber(riff, static_cast<std::uint32_t>(body.size()), 4, ByteOrder::Little);
    return riff + body;
}

struct Picture {
    WebPPicture picture{};
    WebPConfig config{};
    bool ready = WebPPictureInit(&picture) && WebPConfigInit(&config);
    ~Picture() { WebPPictureFree(&picture); }
};

// Called by C code, so no exception may leave it.
int appendEncoded(const std::uint8_t* data, std::size_t count, const WebPPicture* picture) {
    try {
        static_cast<std::string*>(picture->custom_ptr)
            ->append(reinterpret_cast<const char*>(data), count);
        return 1;
    } catch (const std::bad_alloc&) {
        return 0;
    }
}

tl::unexpected<Error> cannotEncode(std::string detail) {
    return fail(ErrorCode::Internal, "the WebP file could not be made", "", std::move(detail));
}

} // namespace

Result<Image> decodeWebp(std::string_view bytes) {
    // libwebp is content with a file that lacks everything behind the pixels.
    if (std::uint64_t{readNumber(bytes, 4, 4, ByteOrder::Little)} + 8 > bytes.size())
        return damaged("WebP", "the file is shorter than its header says");
    WebPBitstreamFeatures features{};
    if (WebPGetFeatures(unsignedData(bytes), bytes.size(), &features) != VP8_STATUS_OK)
        return damaged("WebP", "no valid header");
    DIPTYCH_TRY_DONE(checkReadSize(features.width, features.height));
    if (features.has_animation)
        return fail(ErrorCode::Unsupported, "animated WebP files cannot be read",
                    "save one frame as a picture of its own");
    const int channels = features.has_alpha ? 4 : 3;
    const auto rowBytes =
        static_cast<std::size_t>(features.width) * static_cast<std::size_t>(channels);
    std::vector<std::uint8_t> pixels(rowBytes * static_cast<std::size_t>(features.height));
    const auto decode = features.has_alpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
    if (!decode(unsignedData(bytes), bytes.size(), pixels.data(), pixels.size(),
                static_cast<int>(rowBytes)))
        return damaged("WebP", "the pixels cannot be decoded");
    return Image::create(features.width, features.height, channels, 8, std::move(pixels));
}

EmbeddedBlocks findWebpBlocks(std::string_view bytes) {
    EmbeddedBlocks blocks;
    RiffChunks chunks(bytes);
    while (const auto chunk = chunks.next()) {
        if (chunk->name == "EXIF" && blocks.exif.empty())
            blocks.exif = chunk->data;
        else if (chunk->name == "XMP " && blocks.xmp.empty())
            blocks.xmp = chunk->data;
    }
    return blocks;
}

Result<std::string> encodeWebp(const Image& image, const ImageWriteOptions& options,
                               std::string_view exif, std::string_view xmp) {
    constexpr int kLosslessLevel = 6; // 0 fast … 9 small, libwebp's own middle
    Picture holder;
    if (!holder.ready)
        return cannotEncode("libwebp of another version");
    holder.config.quality = static_cast<float>(options.webpQuality);
    if (options.webpLossless) {
        WebPConfigLosslessPreset(&holder.config, kLosslessLevel);
        holder.config.exact = 1; // keep the colours under transparent pixels
    }
    std::string webp;
    WebPPicture& picture = holder.picture;
    picture.use_argb = options.webpLossless ? 1 : 0;
    picture.width = image.width();
    picture.height = image.height();
    picture.writer = appendEncoded;
    picture.custom_ptr = &webp;
    const auto import = image.hasAlpha() ? WebPPictureImportRGBA : WebPPictureImportRGB;
    if (!import(&picture, image.bytes().data(), static_cast<int>(image.rowBytes())) ||
        !WebPEncode(&holder.config, &picture))
        return cannotEncode(
            fmt::format("WebPEncode error {}", static_cast<int>(picture.error_code)));
    if (exif.empty() && xmp.empty())
        return webp;
    return withBlocks(webp, image, exif, xmp);
}

} // namespace diptych::image
