#include "core/embeddings/zip_archive.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace diptych::zip {

namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kDirectorySignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kDirectoryBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::uint32_t kInZip64 = 0xFFFFFFFF;
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;

/// Little-endian numbers at places that the caller has checked.
class Bytes {
  public:
    explicit Bytes(std::span<const std::byte> bytes) : bytes_(bytes) {}

    std::uint64_t number(std::size_t at, std::size_t size) const {
        std::uint64_t value = 0;
        for (std::size_t i = size; i > 0; --i)
            value = value << 8 | std::to_integer<std::uint64_t>(bytes_[at + i - 1]);
        return value;
    }
    std::uint16_t u16(std::size_t at) const { return static_cast<std::uint16_t>(number(at, 2)); }
    std::uint32_t u32(std::size_t at) const { return static_cast<std::uint32_t>(number(at, 4)); }
    std::uint64_t u64(std::size_t at) const { return number(at, 8); }
    std::size_t size() const { return bytes_.size(); }
    bool has(std::uint64_t at, std::uint64_t length) const {
        return at <= bytes_.size() && length <= bytes_.size() - at;
    }
    std::span<const std::byte> part(std::uint64_t at, std::uint64_t length) const {
        return bytes_.subspan(at, length);
    }

  private:
    std::span<const std::byte> bytes_;
};

struct DirectoryEntry {
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t checksum = 0;
    std::uint64_t packed = 0;
    std::uint64_t unpacked = 0;
    std::uint64_t localHeader = 0;
};

tl::unexpected<Error> damaged(std::string_view what, std::string detail) {
    return fail(ErrorCode::FileInvalid, fmt::format("{} is damaged or cut off", what),
                "save or download it again", std::move(detail));
}

// The record at the end may have a comment behind it.
std::optional<std::size_t> findEnd(const Bytes& file) {
    constexpr std::size_t kLongestComment = 0xFFFF;
    if (file.size() < kEndBytes)
        return std::nullopt;
    const std::size_t last = file.size() - kEndBytes;
    const std::size_t first = last > kLongestComment ? last - kLongestComment : 0;
    for (std::size_t at = last + 1; at-- > first;)
        if (file.u32(at) == kEndSignature)
            return at;
    return std::nullopt;
}

// Sizes that do not fit into 32 bits stand in an extra field, in this order.
bool readZip64(const Bytes& extra, DirectoryEntry& entry) {
    constexpr std::uint16_t kZip64Field = 1;
    for (std::size_t at = 0; extra.has(at, 4);) {
        const std::uint16_t id = extra.u16(at);
        const std::uint16_t length = extra.u16(at + 2);
        at += 4;
        if (!extra.has(at, length))
            return false;
        std::size_t place = at;
        for (std::uint64_t* value : {&entry.unpacked, &entry.packed, &entry.localHeader}) {
            if (id != kZip64Field || *value != kInZip64)
                continue;
            if (place + 8 > at + length)
                return false;
            *value = extra.u64(place);
            place += 8;
        }
        at += length;
    }
    return true;
}

Result<std::vector<DirectoryEntry>> readDirectory(const Bytes& file, std::string_view what) {
    const std::optional<std::size_t> end = findEnd(file);
    if (!end)
        return damaged(what, "no end of central directory");
    const std::size_t count = file.u16(*end + 10);
    if (count > kMostEntries)
        return damaged(what, fmt::format("{} entries", count));
    std::uint64_t at = file.u32(*end + 16);
    std::vector<DirectoryEntry> entries;
    for (std::size_t i = 0; i < count; ++i) {
        if (!file.has(at, kDirectoryBytes) || file.u32(at) != kDirectorySignature)
            return damaged(what, fmt::format("directory entry {} at {}", i, at));
        const std::uint64_t nameLength = file.u16(at + 28);
        const std::uint64_t extraLength = file.u16(at + 30);
        const std::uint64_t commentLength = file.u16(at + 32);
        if (!file.has(at + kDirectoryBytes, nameLength + extraLength + commentLength))
            return damaged(what, fmt::format("directory entry {} at {}", i, at));
        DirectoryEntry entry;
        const auto name = file.part(at + kDirectoryBytes, nameLength);
        entry.name.assign(reinterpret_cast<const char*>(name.data()), name.size());
        entry.flags = file.u16(at + 8);
        entry.method = file.u16(at + 10);
        entry.checksum = file.u32(at + 16);
        entry.packed = file.u32(at + 20);
        entry.unpacked = file.u32(at + 24);
        entry.localHeader = file.u32(at + 42);
        if (!readZip64(Bytes(file.part(at + kDirectoryBytes + nameLength, extraLength)), entry))
            return damaged(what, fmt::format("extra field of entry {}", i));
        entries.push_back(std::move(entry));
        at += kDirectoryBytes + nameLength + extraLength + commentLength;
    }
    return entries;
}

// Into exactly `target`. Deflate has no more to tell than its stream ends here.
bool inflateInto(std::span<const std::byte> packed, std::span<std::byte> target) {
    z_stream stream{};
    constexpr int kRawDeflate = -15;
    if (packed.size() > std::numeric_limits<uInt>::max() ||
        inflateInit2(&stream, kRawDeflate) != Z_OK)
        return false;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(target.data());
    stream.avail_out = static_cast<uInt>(target.size());
    const int status = inflate(&stream, Z_FINISH);
    const bool whole = status == Z_STREAM_END && stream.avail_out == 0;
    inflateEnd(&stream);
    return whole;
}

std::uint32_t checksumOf(std::span<const std::byte> bytes) {
    return static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

Result<Entry> readEntry(const Bytes& file, const DirectoryEntry& entry, std::string_view what) {
    constexpr std::uint16_t kEncrypted = 1;
    if ((entry.flags & kEncrypted) != 0 || (entry.method != kStored && entry.method != kDeflated))
        return fail(ErrorCode::Unsupported,
                    fmt::format("{} is packed in a way that is not read", what),
                    "save it with numpy.savez or numpy.savez_compressed");
    if (!file.has(entry.localHeader, kLocalBytes) || file.u32(entry.localHeader) != kLocalSignature)
        return damaged(what, "local header of " + entry.name);
    const std::uint64_t begin = entry.localHeader + kLocalBytes + file.u16(entry.localHeader + 26) +
                                file.u16(entry.localHeader + 28);
    if (!file.has(begin, entry.packed))
        return damaged(what, "bytes of " + entry.name);
    // Deflate makes nothing smaller than about a thousandth.
    constexpr std::uint64_t kBestRatio = 1100;
    const bool fits = entry.method == kStored ? entry.packed == entry.unpacked
                                              : entry.unpacked <= entry.packed * kBestRatio + 64;
    if (!fits)
        return damaged(what, "sizes of " + entry.name);
    const auto packed = file.part(begin, entry.packed);
    Entry result{entry.name, {}};
    if (entry.method == kStored) {
        result.bytes.assign(packed.begin(), packed.end());
    } else {
        result.bytes.resize(entry.unpacked);
        if (!inflateInto(packed, result.bytes))
            return damaged(what, "deflated bytes of " + entry.name);
    }
    if (checksumOf(result.bytes) != entry.checksum)
        return damaged(what, "checksum of " + entry.name);
    return result;
}

void append(std::string& text, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
        text += static_cast<char>(value >> (8 * i) & 0xFFU);
}

// What local header and directory share, from the needed version to the length of the name.
std::string commonHeader(const Entry& entry, std::uint32_t checksum) {
    constexpr std::uint16_t kVersion = 20;
    constexpr std::uint16_t kUtf8Names = 1 << 11;
    constexpr std::uint16_t kFirstDay = 1 << 5 | 1; // 1980-01-01
    std::string header;
    append(header, kVersion, 2);
    append(header, kUtf8Names, 2);
    append(header, kStored, 2);
    append(header, 0, 2); // time
    append(header, kFirstDay, 2);
    append(header, checksum, 4);
    append(header, entry.bytes.size(), 4);
    append(header, entry.bytes.size(), 4);
    append(header, entry.name.size(), 2);
    return header;
}

} // namespace

Result<std::vector<Entry>> readArchive(std::span<const std::byte> bytes, std::string_view what) {
    const Bytes file(bytes);
    DIPTYCH_TRY(const std::vector<DirectoryEntry> directory, readDirectory(file, what));
    std::uint64_t total = 0;
    for (const DirectoryEntry& entry : directory) {
        if (entry.unpacked > kLargestContent - total)
            return fail(ErrorCode::FileInvalid, fmt::format("{} holds more than 1 GiB", what),
                        "take it apart into several files");
        total += entry.unpacked;
    }
    std::vector<Entry> entries;
    for (const DirectoryEntry& entry : directory) {
        DIPTYCH_TRY(Entry read, readEntry(file, entry, what));
        entries.push_back(std::move(read));
    }
    return entries;
}

Result<std::string> makeArchive(std::span<const Entry> entries) {
    std::string archive;
    std::string directory;
    for (const Entry& entry : entries) {
        if (archive.size() + entry.bytes.size() >= kInZip64 || entry.name.size() > 0xFFFF)
            return fail(ErrorCode::InvalidInput, "the arrays are too large for a .npz file",
                        "write a .safetensors file instead");
        const std::string common = commonHeader(entry, checksumOf(entry.bytes));
        const std::size_t place = archive.size();
        append(archive, kLocalSignature, 4);
        archive += common;
        append(archive, 0, 2); // extra fields
        archive += entry.name;
        archive.append(reinterpret_cast<const char*>(entry.bytes.data()), entry.bytes.size());
        append(directory, kDirectorySignature, 4);
        append(directory, 20, 2); // made by
        directory += common;
        append(directory, 0, 2); // extra fields
        append(directory, 0, 2); // comment
        append(directory, 0, 2); // disk
        append(directory, 0, 2); // internal attributes
        append(directory, 0, 4); // external attributes
        append(directory, place, 4);
        directory += entry.name;
    }
    const std::size_t begin = archive.size();
    archive += directory;
    append(archive, kEndSignature, 4);
    append(archive, 0, 4); // disks
    append(archive, entries.size(), 2);
    append(archive, entries.size(), 2);
    append(archive, directory.size(), 4);
    append(archive, begin, 4);
    append(archive, 0, 2); // comment
    return archive;
}

} // namespace diptych::zip
