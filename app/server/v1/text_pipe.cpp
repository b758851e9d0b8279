#include "app/server/v1/text_pipe.h"

#include <utility>

namespace diptych::server {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

} // namespace

void TextPipe::piece(AnswerPart part, std::string_view text) {
    const std::lock_guard lock(mutex_);
    Part& state = part == AnswerPart::Answer ? answer_ : thinking_;
    if (!state.begun) {
        const std::size_t first = text.find_first_not_of(kBlanks);
        if (first == std::string_view::npos)
            return;
        text.remove_prefix(first);
        state.begun = true;
    }
    std::string sent = std::exchange(state.blanks, {}).append(text);
    const std::size_t last = sent.find_last_not_of(kBlanks);
    const std::size_t end = last == std::string::npos ? 0 : last + 1;
    state.blanks = sent.substr(end);
    sent.resize(end);
    if (sent.empty())
        return;
    pieces_.push_back({part, std::move(sent)});
    come_.notify_one();
}

std::vector<TextPiece> TextPipe::take(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    come_.wait_for(lock, time, [&] { return !pieces_.empty(); });
    return std::exchange(pieces_, {});
}

} // namespace diptych::server
