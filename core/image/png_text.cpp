#include "core/image/png_text.h"

#include "core/image/byte_text.h"
#include "core/image/png_chunks.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace diptych {

namespace {

using image::appendNumber;
using image::ByteOrder;
using image::kPngSignature;
using image::PngChunk;

constexpr std::size_t kHeaderEnd = 8 + 25; // signature, then IHDR: length, type, 13 bytes, checksum
constexpr std::size_t kLargestChunk = 0x7FFFFFFF;
// Far more than any program writes; they keep a file made of empty chunks from filling the memory.
constexpr std::size_t kMostEntries = 4096;
constexpr std::size_t kMostNotices = 16;

std::uint32_t checksumOf(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

Status checkIsPng(std::string_view png) {
    if (png.substr(0, kPngSignature.size()) != kPngSignature || png.size() < kHeaderEnd ||
        png.substr(12, 4) != "IHDR" || image::readNumber(png, 8, 4, ByteOrder::Big) != 13)
        return fail(ErrorCode::FileInvalid, "this is not a PNG file",
                    "check that the file is complete and of the right kind");
    return Done{};
}

struct Inflater {
    z_stream stream{};
    bool ready = ::inflateInit(&stream) == Z_OK;
    ~Inflater() {
        if (ready)
            ::inflateEnd(&stream);
    }
};

enum class InflateOutcome { Done, Damaged, TooLarge };

// Inflates in pieces, so that a bomb costs no more than `limit`.
InflateOutcome inflateText(std::string_view compressed, std::size_t limit, std::string& text) {
    Inflater inflater;
    if (!inflater.ready)
        return InflateOutcome::Damaged;
    z_stream& stream = inflater.stream;
    // zlib's input pointer is not const, but it only reads.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<uInt>(compressed.size());
    char buffer[1 << 14];
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef*>(buffer);
        stream.avail_out = sizeof buffer;
        const int code = ::inflate(&stream, Z_NO_FLUSH);
        if (code != Z_OK && code != Z_STREAM_END)
            return InflateOutcome::Damaged;
        text.append(buffer, sizeof buffer - stream.avail_out);
        if (text.size() > limit)
            return InflateOutcome::TooLarge;
        if (code == Z_STREAM_END)
            return InflateOutcome::Done;
    }
}

// Takes what lies before the next NUL off the front of `rest`; none when there is no NUL.
std::optional<std::string_view> takeField(std::string_view& rest) {
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos)
        return std::nullopt;
    const std::string_view field = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return field;
}

// What a chunk holds before its text is inflated and decoded.
struct RawText {
    std::string_view keyword;
    std::string_view payload;
    bool compressed = false;
};

std::optional<RawText> splitChunk(const PngChunk& chunk) {
    std::string_view rest = chunk.data;
    const auto keyword = takeField(rest);
    if (!keyword || keyword->empty())
        return std::nullopt;
    RawText raw{*keyword, {}, chunk.type == "zTXt"};
    if (chunk.type == "zTXt") {
        if (rest.empty() || rest[0] != 0) // the only compression method is 0, deflate
            return std::nullopt;
        rest.remove_prefix(1);
    } else if (chunk.type == "iTXt") {
        if (rest.size() < 2)
            return std::nullopt;
        raw.compressed = rest[0] != 0;
        if (raw.compressed && rest[1] != 0)
            return std::nullopt;
        rest.remove_prefix(2);
        const auto language = takeField(rest);
        const auto translatedKeyword = takeField(rest);
        if (!language || !translatedKeyword)
            return std::nullopt;
    }
    raw.payload = rest;
    return raw;
}

class TextCollector {
  public:
    void add(const PngChunk& chunk) {
        if (text_.entries.size() == kMostEntries)
            return skip(chunk, "the file holds too many texts");
        if (checksumOf(chunk.checksummed) != chunk.checksum)
            return skip(chunk, "its checksum is wrong");
        const std::optional<RawText> raw = splitChunk(chunk);
        if (!raw)
            return skip(chunk, "it is malformed");
        const std::size_t limit = std::min(kLargestTextBytes, kLargestTextTotal - total_);
        std::string text;
        if (raw->compressed) {
            const InflateOutcome outcome = inflateText(raw->payload, limit, text);
            if (outcome == InflateOutcome::Damaged)
                return skip(chunk, "its compressed text is damaged");
            if (outcome == InflateOutcome::TooLarge)
                return skip(chunk, "its text is too large when unpacked");
        } else if (raw->payload.size() > limit) {
            return skip(chunk, "its text is too large");
        } else {
            text = raw->payload;
        }
        total_ += text.size();
        text_.entries.push_back({image::utf8OrLatin1(raw->keyword), image::utf8OrLatin1(text)});
    }

    PngText take() { return std::move(text_); }

  private:
    void skip(const PngChunk& chunk, std::string_view reason) {
        if (text_.notices.size() == kMostNotices)
            return;
        text_.notices.push_back(
            {"png_text_skipped", fmt::format("A {} chunk was skipped: {}.", chunk.type, reason)});
    }

    PngText text_;
    std::size_t total_ = 0;
};

// PNG 1.2, 11.3.4.2: printable Latin-1, no leading, trailing or double blanks. Only ASCII is
// accepted here.
bool isKeyword(std::string_view keyword) {
    if (keyword.empty() || keyword.size() > 79 || keyword.front() == ' ' || keyword.back() == ' ')
        return false;
    return keyword.find("  ") == std::string_view::npos &&
           std::all_of(keyword.begin(), keyword.end(), [](char c) { return c >= 32 && c < 127; });
}

Result<std::string> textChunk(const TextEntry& entry) {
    if (!isKeyword(entry.keyword))
        return fail(ErrorCode::InvalidInput,
                    fmt::format("'{}' cannot be the keyword of a text in a picture",
                                image::withoutNul(entry.keyword)),
                    "use 1 to 79 printable ASCII characters without double blanks");
    const std::string text = image::withoutNul(entry.text);
    std::string body;
    if (image::isAscii(text)) {
        body = "tEXt" + entry.keyword + '\0' + text;
    } else {
        // Compression flag, compression method, language (empty), translated keyword (empty).
        body = "iTXt" + entry.keyword + '\0' + std::string(4, '\0') + text;
    }
    if (body.size() - 4 > kLargestChunk)
        return fail(ErrorCode::InvalidInput, "a text is too long for a PNG file");
    std::string chunk;
    appendNumber(chunk, static_cast<std::uint32_t>(body.size() - 4), 4, ByteOrder::Big);
    chunk += body;
    appendNumber(chunk, checksumOf(body), 4, ByteOrder::Big);
    return chunk;
}

} // namespace

Result<PngText> readPngText(std::string_view png) {
    DIPTYCH_TRY_DONE(checkIsPng(png));
    TextCollector collector;
    image::PngChunks chunks(png);
    while (const auto chunk = chunks.next()) {
        if (chunk->type == "tEXt" || chunk->type == "zTXt" || chunk->type == "iTXt")
            collector.add(*chunk);
        if (chunk->type == "IEND")
            break;
    }
    return collector.take();
}

Result<std::string> withPngText(std::string_view png, const std::vector<TextEntry>& entries) {
    DIPTYCH_TRY_DONE(checkIsPng(png));
    std::string result(png.substr(0, kHeaderEnd));
    for (const TextEntry& entry : entries) {
        DIPTYCH_TRY(const std::string chunk, textChunk(entry));
        result += chunk;
    }
    result += png.substr(kHeaderEnd);
    return result;
}

} // namespace diptych
