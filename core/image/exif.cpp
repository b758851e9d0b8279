#include "core/image/exif.h"

#include "core/base/text.h"
#include "core/image/byte_text.h"

#include <algorithm>
#include <optional>

namespace diptych::image {

namespace {

// EXIF 2.32: tags, value types and the eight bytes that name the encoding of a comment.
constexpr std::uint32_t kTagOrientation = 0x0112;
constexpr std::uint32_t kTagExifFolder = 0x8769;
constexpr std::uint32_t kTagUserComment = 0x9286;
constexpr std::uint32_t kTypeShort = 3;
constexpr std::uint32_t kTypeLong = 4;
constexpr std::uint32_t kTypeUndefined = 7;
constexpr std::string_view kExifPrefix("Exif\0\0", 6);
constexpr std::string_view kUnicodePrefix("UNICODE\0", 8);
constexpr std::size_t kCommentPrefixBytes = 8;
constexpr std::size_t kEntryBytes = 12;

struct Entry {
    std::uint32_t type = 0;
    std::uint32_t count = 0;
    std::size_t valueOffset = 0; ///< of the four value bytes
};

class Tiff {
  public:
    Tiff(std::string_view bytes, ByteOrder order) : bytes_(bytes), order_(order) {}

    std::uint32_t number(std::size_t offset, std::size_t count) const {
        return readNumber(bytes_, offset, count, order_);
    }

    // The entry with this tag in the folder (IFD) at `offset`.
    std::optional<Entry> find(std::size_t offset, std::uint32_t tag) const {
        if (offset > bytes_.size() || bytes_.size() - offset < 2)
            return std::nullopt;
        const std::size_t claimed = number(offset, 2);
        const std::size_t possible = (bytes_.size() - offset - 2) / kEntryBytes;
        for (std::size_t i = 0; i < std::min(claimed, possible); ++i) {
            const std::size_t entry = offset + 2 + i * kEntryBytes;
            if (number(entry, 2) == tag)
                return Entry{number(entry + 2, 2), number(entry + 4, 4), entry + 8};
        }
        return std::nullopt;
    }

    std::string_view undefinedBytes(const Entry& entry) const {
        if (entry.type != kTypeUndefined)
            return {};
        const std::size_t offset =
            entry.count <= 4 ? entry.valueOffset : number(entry.valueOffset, 4);
        if (offset > bytes_.size() || entry.count > bytes_.size() - offset)
            return {};
        return bytes_.substr(offset, entry.count);
    }

    ByteOrder order() const { return order_; }

  private:
    std::string_view bytes_;
    ByteOrder order_;
};

// The standard leaves the byte order of UNICODE comments open. A mark decides; else the order in
// which more code units are below U+0100; else that of the structure.
std::string decodeUnicode(std::string_view bytes, ByteOrder fallback) {
    if (bytes.substr(0, 2) == "\xFE\xFF")
        return utf16ToUtf8(bytes.substr(2), ByteOrder::Big);
    if (bytes.substr(0, 2) == "\xFF\xFE")
        return utf16ToUtf8(bytes.substr(2), ByteOrder::Little);
    std::size_t bigVotes = 0;
    std::size_t littleVotes = 0;
    for (std::size_t i = 0; i + 2 <= bytes.size(); i += 2) {
        bigVotes += bytes[i] == 0 && bytes[i + 1] != 0 ? 1 : 0;
        littleVotes += bytes[i] != 0 && bytes[i + 1] == 0 ? 1 : 0;
    }
    ByteOrder order = fallback;
    if (bigVotes != littleVotes)
        order = bigVotes > littleVotes ? ByteOrder::Big : ByteOrder::Little;
    return utf16ToUtf8(bytes, order);
}

std::string decodeComment(std::string_view value, ByteOrder order) {
    if (value.size() <= kCommentPrefixBytes)
        return {};
    const std::string_view prefix = value.substr(0, kCommentPrefixBytes);
    const std::string_view body = value.substr(kCommentPrefixBytes);
    std::string text = prefix == kUnicodePrefix ? decodeUnicode(body, order) : utf8OrLatin1(body);
    // Writers pad comments with NULs.
    text.erase(std::find_if(text.rbegin(), text.rend(), [](char c) { return c != '\0'; }).base(),
               text.end());
    return text;
}

} // namespace

ExifFacts readExif(std::string_view exif) {
    constexpr std::size_t kHeaderBytes = 8;
    if (exif.substr(0, kExifPrefix.size()) == kExifPrefix)
        exif.remove_prefix(kExifPrefix.size());
    ExifFacts facts;
    const std::string_view mark = exif.substr(0, 2);
    if (exif.size() < kHeaderBytes || (mark != "II" && mark != "MM"))
        return facts;
    const Tiff tiff(exif, mark == "MM" ? ByteOrder::Big : ByteOrder::Little);
    const std::size_t root = tiff.number(4, 4);
    if (const auto entry = tiff.find(root, kTagOrientation); entry && entry->type == kTypeShort) {
        const auto value = static_cast<int>(tiff.number(entry->valueOffset, 2));
        facts.orientation = value >= 1 && value <= 8 ? value : 1;
    }
    const auto folder = tiff.find(root, kTagExifFolder);
    if (!folder || folder->type != kTypeLong)
        return facts;
    if (const auto entry = tiff.find(tiff.number(folder->valueOffset, 4), kTagUserComment))
        facts.userComment = decodeComment(tiff.undefinedBytes(*entry), tiff.order());
    return facts;
}

std::string buildExif(std::string_view userComment) {
    constexpr ByteOrder kOrder = ByteOrder::Big;
    constexpr std::uint32_t kRootOffset = 8;
    constexpr std::uint32_t kFolderBytes = 2 + kEntryBytes + 4; // count, one entry, no next folder
    const std::string value =
        std::string(kUnicodePrefix) + utf8ToUtf16(toValidUtf8(userComment), kOrder);
    std::string exif = "MM";
    appendNumber(exif, 42, 2, kOrder);
    appendNumber(exif, kRootOffset, 4, kOrder);
    const auto appendFolder = [&exif](std::uint32_t tag, std::uint32_t type, std::size_t count,
                                      std::uint32_t content) {
        appendNumber(exif, 1, 2, kOrder);
        appendNumber(exif, tag, 2, kOrder);
        appendNumber(exif, type, 2, kOrder);
        appendNumber(exif, static_cast<std::uint32_t>(count), 4, kOrder);
        appendNumber(exif, content, 4, kOrder);
        appendNumber(exif, 0, 4, kOrder);
    };
    appendFolder(kTagExifFolder, kTypeLong, 1, kRootOffset + kFolderBytes);
    appendFolder(kTagUserComment, kTypeUndefined, value.size(), kRootOffset + 2 * kFolderBytes);
    return exif + value;
}

} // namespace diptych::image
