#include "core/prompt/think_stream.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace diptych {

namespace {

constexpr std::string_view kOpen = "<think>";
constexpr std::string_view kClose = "</think>";
constexpr std::string_view kBlanks = " \t\r\n";

// The length of the longest end of `text` that a tag could begin with.
std::size_t beginningOfTag(std::string_view text) {
    for (std::size_t length = std::min(text.size(), kClose.size() - 1); length > 0; --length) {
        const std::string_view end = text.substr(text.size() - length);
        if (kOpen.starts_with(end) || kClose.starts_with(end))
            return length;
    }
    return 0;
}

} // namespace

ThinkStream::ThinkStream(AnswerPart start, Blanks blanks) : blanks_(blanks), part_(start) {}

void ThinkStream::add(std::string_view text, std::vector<AnswerPiece>& pieces) {
    Part& part = current();
    std::string piece;
    if (blanks_ == Blanks::Keep) {
        piece = text;
    } else {
        if (part.text.empty() || part.skipBlanks)
            text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
        const std::size_t last = text.find_last_not_of(kBlanks);
        if (last == std::string_view::npos) {
            part.heldBlanks += text;
            return;
        }
        piece = std::exchange(part.heldBlanks, std::string(text.substr(last + 1)));
        piece += text.substr(0, last + 1);
        part.skipBlanks = false;
    }
    if (piece.empty())
        return;
    part.text += piece;
    pieces.push_back({part_, std::move(piece)});
}

void ThinkStream::enterBlock() {
    part_ = AnswerPart::Thinking;
    if (thinking_.text.empty() || blanks_ == Blanks::Keep)
        return;
    thinking_.heldBlanks = "\n\n";
    thinking_.skipBlanks = true;
}

void ThinkStream::leaveBlock() {
    if (part_ == AnswerPart::Answer) { // the opening tag was never written
        const bool both = !thinking_.text.empty() && !answer_.text.empty();
        thinking_.text += (both ? "\n\n" : "") + answer_.text;
        answer_ = {};
    }
    part_ = AnswerPart::Answer;
    // Blanks on one side of a block are enough.
    answer_.skipBlanks = !answer_.heldBlanks.empty();
}

std::vector<AnswerPiece> ThinkStream::push(std::string_view text) {
    std::vector<AnswerPiece> pieces;
    pending_ += text;
    std::string_view rest = pending_;
    while (true) {
        const std::size_t open = rest.find(kOpen);
        const std::size_t close = rest.find(kClose);
        const std::size_t tag = std::min(open, close);
        if (tag == std::string_view::npos)
            break;
        add(rest.substr(0, tag), pieces);
        rest.remove_prefix(tag + (tag == open ? kOpen : kClose).size());
        if (tag == close)
            leaveBlock();
        else if (part_ == AnswerPart::Answer)
            enterBlock();
    }
    const std::size_t held = beginningOfTag(rest);
    add(rest.substr(0, rest.size() - held), pieces);
    pending_ = std::string(rest.substr(rest.size() - held));
    return pieces;
}

std::vector<AnswerPiece> ThinkStream::finish() {
    std::vector<AnswerPiece> pieces;
    add(std::exchange(pending_, {}), pieces);
    return pieces;
}

bool endsInsideThinkBlock(std::string_view text) {
    const std::size_t open = text.rfind(kOpen);
    const std::size_t close = text.rfind(kClose);
    return open != std::string_view::npos && (close == std::string_view::npos || close < open);
}

bool hasBalancedThinkTags(std::string_view text) {
    bool isOpen = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at).starts_with(isOpen ? kOpen : kClose))
            return false;
        if (text.substr(at).starts_with(isOpen ? kClose : kOpen))
            isOpen = !isOpen;
    }
    return !isOpen;
}

std::size_t findJsonTail(std::string_view text) {
    constexpr int kMostTries = 64;
    if (!text.ends_with('}'))
        return std::string_view::npos;
    int tries = 0;
    for (std::size_t at = text.find('{'); at != std::string_view::npos && tries < kMostTries;
         at = text.find('{', at + 1), ++tries)
        if (nlohmann::json::accept(text.substr(at)))
            return at == 0 ? std::string_view::npos : at;
    return std::string_view::npos;
}

} // namespace diptych
