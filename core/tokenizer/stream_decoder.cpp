#include "core/tokenizer/stream_decoder.h"

#include "core/base/text.h"

#include <utility>

namespace diptych {

StreamDecoder::StreamDecoder(Tokenizer tokenizer, SpecialTokens special)
    : tokenizer_(std::move(tokenizer)), special_(special) {}

std::string StreamDecoder::push(std::int32_t id) {
    if (special_ == SpecialTokens::Skip && tokenizer_.isSpecial(id))
        return {};
    pending_ += tokenizer_.tokenBytes(id);
    std::size_t complete = 0;
    while (complete < pending_.size()) {
        const Utf8Unit unit = nextUtf8Unit(std::string_view(pending_).substr(complete));
        if (unit.truncated)
            break;
        complete += unit.length;
    }
    std::string text = toValidUtf8(std::string_view(pending_).substr(0, complete));
    pending_.erase(0, complete);
    return text;
}

std::string StreamDecoder::finish() {
    std::string text = toValidUtf8(pending_);
    pending_.clear();
    return text;
}

} // namespace diptych
