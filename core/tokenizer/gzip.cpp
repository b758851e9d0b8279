#include "core/tokenizer/gzip.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <zlib.h>

#include <limits>
#include <memory>

namespace diptych {

Result<std::string> gunzip(std::string_view packed, std::uint64_t maxBytes, std::string_view name) {
    constexpr int kGzipWindowBits = 16 + MAX_WBITS; // 16: expect a gzip header
    constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
    const auto damaged = [&](std::string_view what) {
        return fail(ErrorCode::FileInvalid, fmt::format("{}: {}", name, what),
                    "copy or download the file again");
    };
    if (packed.size() > std::numeric_limits<uInt>::max())
        return damaged("too large for a gzip'd file of text");
    z_stream stream{};
    if (inflateInit2(&stream, kGzipWindowBits) != Z_OK)
        return fail(ErrorCode::OutOfMemory, fmt::format("{}: no memory to unpack it", name));
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> guard(&stream, &inflateEnd);
    // zlib does not write to its input; its interface is older than const.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    int state = Z_OK;
    while (state == Z_OK) {
        const std::size_t written = text.size();
        text.resize(written + kChunkBytes);
        stream.next_out = reinterpret_cast<Bytef*>(text.data() + written);
        stream.avail_out = static_cast<uInt>(kChunkBytes);
        state = inflate(&stream, Z_NO_FLUSH);
        text.resize(written + kChunkBytes - stream.avail_out);
        if (text.size() > maxBytes)
            return damaged(fmt::format("unpacks to more than {}", formatBytes(maxBytes)));
    }
    if (state != Z_STREAM_END)
        return damaged("not a complete gzip file");
    if (stream.avail_in != 0)
        return damaged("something follows the end of the gzip data");
    return text;
}

} // namespace diptych
