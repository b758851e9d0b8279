#include "tests/core/image/png_builder.h"

#include <zlib.h>

#include <stdexcept>

namespace diptych::test {

namespace {

std::uint32_t checksum(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

std::uint32_t numberAt(std::string_view bytes, std::size_t offset) {
    std::uint32_t value = 0;
    for (const char c : bytes.substr(offset, 4))
        value = value * 256 + static_cast<unsigned char>(c);
    return value;
}

} // namespace

std::string bigEndian(std::uint32_t value, int count) {
    std::string bytes;
    for (int i = count - 1; i >= 0; --i)
        bytes += static_cast<char>(value >> (8 * i));
    return bytes;
}

std::string littleEndian(std::uint32_t value, int count) {
    std::string bytes;
    for (int i = 0; i < count; ++i)
        bytes += static_cast<char>(value >> (8 * i));
    return bytes;
}

std::string pngChunk(std::string_view type, std::string_view data) {
    const std::string body = std::string(type) + std::string(data);
    return bigEndian(static_cast<std::uint32_t>(data.size()), 4) + body +
           bigEndian(checksum(body), 4);
}

std::vector<RawChunk> parsePngChunks(std::string_view png) {
    if (png.substr(0, 8) != std::string_view("\x89PNG\r\n\x1a\n", 8))
        throw std::runtime_error("no signature");
    std::vector<RawChunk> chunks;
    for (std::size_t position = 8; position < png.size();) {
        const std::size_t length = numberAt(png, position);
        if (position + 12 + length > png.size())
            throw std::runtime_error("cut off");
        const std::string_view body = png.substr(position + 4, 4 + length);
        chunks.push_back({std::string(body.substr(0, 4)), std::string(body.substr(4)),
                          checksum(body) == numberAt(png, position + 8 + length)});
        position += 12 + length;
    }
    return chunks;
}

std::string deflated(std::string_view bytes) {
    uLongf size = ::compressBound(static_cast<uLong>(bytes.size()));
    std::string result(size, '\0');
    if (::compress2(reinterpret_cast<Bytef*>(result.data()), &size,
                    reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uLong>(bytes.size()),
                    9) != Z_OK)
        throw std::runtime_error("deflate failed");
    result.resize(size);
    return result;
}

std::string buildPng(const PngParts& parts) {
    std::string header = bigEndian(parts.width, 4) + bigEndian(parts.height, 4);
    header += static_cast<char>(parts.depth);
    header += static_cast<char>(parts.colourType);
    header += std::string(2, '\0');
    header += static_cast<char>(parts.interlaced ? 1 : 0);
    return std::string("\x89PNG\r\n\x1a\n", 8) + pngChunk("IHDR", header) + parts.extraChunks +
           pngChunk("IDAT", deflated(parts.scanlines)) + pngChunk("IEND", "");
}

std::string orientationTiff(int orientation) {
    return "II" + littleEndian(42, 2) + littleEndian(8, 4) + littleEndian(1, 2) +
           littleEndian(0x0112, 2) + littleEndian(3, 2) + littleEndian(1, 4) +
           littleEndian(static_cast<std::uint32_t>(orientation), 4) + littleEndian(0, 4);
}

} // namespace diptych::test
