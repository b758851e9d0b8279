// Builds and takes apart PNG files byte by byte, independently of the code under test.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::test {

struct RawChunk {
    std::string type;
    std::string data;
    bool checksumRight = true;
};

/// One chunk with length and checksum.
std::string pngChunk(std::string_view type, std::string_view data);

/// Every chunk of a whole PNG file; throws when it is malformed.
std::vector<RawChunk> parsePngChunks(std::string_view png);

std::string deflated(std::string_view bytes);

struct PngParts {
    std::uint32_t width = 1;
    std::uint32_t height = 1;
    int depth = 8;
    int colourType = 0; ///< 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA
    bool interlaced = false;
    std::string scanlines;   ///< each with its filter byte, not compressed
    std::string extraChunks; ///< between IHDR and IDAT
};

std::string buildPng(const PngParts& parts);

/// A big-endian number of `count` bytes, and a little-endian one.
std::string bigEndian(std::uint32_t value, int count);
std::string littleEndian(std::uint32_t value, int count);

/// A little-endian TIFF structure that holds only an orientation.
std::string orientationTiff(int orientation);

} // namespace diptych::test
