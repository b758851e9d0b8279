// libpng reports errors by longjmp. Every function that calls setjmp here therefore has only
// trivial locals and calls nothing with a destructor: buffers and handles live in an object of the
// caller.
#include "core/image/byte_text.h"
#include "core/image/codecs.h"
#include "core/image/image_limits.h"
#include "core/image/png_chunks.h"

#include <png.h>
#include <zlib.h>

#include <bit>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <new>

namespace diptych::image {

namespace {

struct PngMessage {
    char text[200] = "";
};

void onError(png_structp png, png_const_charp message) {
    auto* target = static_cast<PngMessage*>(png_get_error_ptr(png));
    std::snprintf(target->text, sizeof target->text, "%s", message);
    png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {}

struct PngReader {
    std::string_view rest;
    PngMessage message;
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::vector<png_bytep> rows;

    explicit PngReader(std::string_view bytes) : rest(bytes) {
        png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &message, onError, onWarning);
        if (png)
            info = png_create_info_struct(png);
        if (!info) {
            png_destroy_read_struct(&png, &info, nullptr);
            throw std::bad_alloc();
        }
    }
    ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;
};

void readBytes(png_structp png, png_bytep target, size_t count) {
    auto* reader = static_cast<PngReader*>(png_get_io_ptr(png));
    if (reader->rest.size() < count)
        png_error(png, "the file ends too early");
    std::memcpy(target, reader->rest.data(), count);
    reader->rest.remove_prefix(count);
}

// Chunks that we read ourselves or do not use: libpng must not spend time or memory on them.
constexpr png_byte kIgnoredChunks[] = "tEXt\0zTXt\0iTXt\0iCCP\0eXIf\0sPLT\0hIST\0pCAL\0sCAL\0tIME";

[[gnu::noinline]] bool readHeader(PngReader& reader) {
    if (setjmp(png_jmpbuf(reader.png)))
        return false;
    png_set_read_fn(reader.png, &reader, readBytes);
    png_set_user_limits(reader.png, kLargestReadSide, kLargestReadSide);
    png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, kIgnoredChunks,
                                static_cast<int>(sizeof kIgnoredChunks / 5));
    png_read_info(reader.png, reader.info);
    png_set_expand(reader.png); // palette to RGB, fewer than 8 bits to 8, tRNS to alpha
    if constexpr (std::endian::native == std::endian::little)
        png_set_swap(reader.png);
    png_set_interlace_handling(reader.png);
    png_read_update_info(reader.png, reader.info);
    return true;
}

[[gnu::noinline]] bool readPixels(PngReader& reader) {
    if (setjmp(png_jmpbuf(reader.png)))
        return false;
    png_read_image(reader.png, reader.rows.data());
    png_read_end(reader.png, nullptr);
    return true;
}

struct PngWriter {
    std::string bytes;
    PngMessage message;
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::vector<png_bytep> rows;

    PngWriter() {
        png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &message, onError, onWarning);
        if (png)
            info = png_create_info_struct(png);
        if (!info) {
            png_destroy_write_struct(&png, &info);
            throw std::bad_alloc();
        }
    }
    ~PngWriter() { png_destroy_write_struct(&png, &info); }
    PngWriter(const PngWriter&) = delete;
    PngWriter& operator=(const PngWriter&) = delete;
};

// A C++ exception may not cross libpng's frames.
bool append(std::string& target, const void* data, std::size_t count) noexcept {
    try {
        target.append(static_cast<const char*>(data), count);
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

void writeBytes(png_structp png, png_bytep data, size_t count) {
    auto* writer = static_cast<PngWriter*>(png_get_io_ptr(png));
    if (!append(writer->bytes, data, count))
        png_error(png, "out of memory");
}

void flushNothing(png_structp) {}

[[gnu::noinline]] bool writeAll(PngWriter& writer, const Image& image, int compression) {
    constexpr int kColourTypes[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                    PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    if (setjmp(png_jmpbuf(writer.png)))
        return false;
    png_set_write_fn(writer.png, &writer, writeBytes, flushNothing);
    png_set_compression_level(writer.png, compression);
    png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(image.width()),
                 static_cast<png_uint_32>(image.height()), image.bits(),
                 kColourTypes[image.channels() - 1], PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writer.png, writer.info);
    if (image.bits() == 16 && std::endian::native == std::endian::little)
        png_set_swap(writer.png);
    png_write_image(writer.png, writer.rows.data());
    png_write_end(writer.png, writer.info);
    return true;
}

// Deflate packs at most 1032 : 1, so a short file with a huge claimed size is known to be cut off
// before a byte is allocated for it.
Status checkPlausibleLength(std::string_view bytes, std::int64_t width, std::int64_t height) {
    constexpr std::int64_t kLargestRatio = 1040;
    constexpr std::size_t kDepthOffset = 24;
    constexpr std::size_t kColourOffset = 25;
    constexpr int kSamples[] = {1, 1, 3, 1, 2, 1, 4};
    const auto depth =
        static_cast<std::int64_t>(readNumber(bytes, kDepthOffset, 1, ByteOrder::Big));
    const std::uint32_t colour = readNumber(bytes, kColourOffset, 1, ByteOrder::Big);
    const std::int64_t samples = colour < std::size(kSamples) ? kSamples[colour] : 1;
    const std::int64_t rawBytes = (width * samples * depth / 8) * height;
    if (rawBytes / kLargestRatio > static_cast<std::int64_t>(bytes.size()))
        return damaged("PNG", "the file is too short for the size it claims");
    return Done{};
}

} // namespace

Result<Image> decodePng(std::string_view bytes) {
    constexpr std::size_t kHeaderEnd = 8 + 25;
    if (bytes.size() < kHeaderEnd || bytes.substr(12, 4) != "IHDR")
        return damaged("PNG", "no header");
    const std::int64_t width = readNumber(bytes, 16, 4, ByteOrder::Big);
    const std::int64_t height = readNumber(bytes, 20, 4, ByteOrder::Big);
    DIPTYCH_TRY_DONE(checkReadSize(width, height));
    DIPTYCH_TRY_DONE(checkPlausibleLength(bytes, width, height));
    PngReader reader(bytes);
    if (!readHeader(reader))
        return damaged("PNG", reader.message.text);
    const std::size_t rowBytes = png_get_rowbytes(reader.png, reader.info);
    std::vector<std::uint8_t> pixels(rowBytes * static_cast<std::size_t>(height));
    for (std::size_t offset = 0; offset < pixels.size(); offset += rowBytes)
        reader.rows.push_back(pixels.data() + offset);
    if (!readPixels(reader))
        return damaged("PNG", reader.message.text);
    return Image::create(static_cast<int>(width), static_cast<int>(height),
                         png_get_channels(reader.png, reader.info),
                         png_get_bit_depth(reader.png, reader.info), std::move(pixels));
}

std::string_view findPngExif(std::string_view bytes) {
    if (bytes.substr(0, kPngSignature.size()) != kPngSignature)
        return {};
    PngChunks chunks(bytes);
    while (const auto chunk = chunks.next()) {
        if (chunk->type != "eXIf")
            continue;
        const auto* data = reinterpret_cast<const Bytef*>(chunk->checksummed.data());
        return ::crc32_z(0, data, chunk->checksummed.size()) == chunk->checksum
                   ? chunk->data
                   : std::string_view();
    }
    return {};
}

Result<std::string> encodePng(const Image& image, int compression) {
    PngWriter writer;
    // libpng's rows are not const, but it only reads them.
    for (int y = 0; y < image.height(); ++y)
        writer.rows.push_back(const_cast<png_bytep>(image.row(y).data()));
    if (!writeAll(writer, image, compression))
        return fail(ErrorCode::Internal, "the PNG file could not be made", "", writer.message.text);
    return std::move(writer.bytes);
}

} // namespace diptych::image
