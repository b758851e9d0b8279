#include "core/prompt/text_diff.h"

#include <algorithm>
#include <cstdint>

namespace diptych {

namespace {

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t bytes = 1;
};

// A byte that begins no sequence stands for itself, which is no letter.
CodePoint codePointAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const std::uint32_t first = byte(at);
    const std::size_t bytes = first < 0x80   ? 1
                              : first < 0xC0 ? 0
                              : first < 0xE0 ? 2
                              : first < 0xF0 ? 3
                                             : 4;
    if (bytes <= 1)
        return {bytes == 1 ? first : 0U, 1};
    std::uint32_t value = first & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U)
            return {0, 1};
        value = value << 6U | (byte(at + i) & 0x3FU);
    }
    return {value, bytes};
}

// Kana and ideographs with their extensions: scripts without blanks between words.
bool standsAlone(std::uint32_t c) {
    return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool isWordCharacter(std::uint32_t c) {
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '_' || c == '\'';
    // Letters, roughly: no Latin-1 signs, no general punctuation and symbols.
    return c >= 0xC0 && !(c >= 0x2000 && c <= 0x2BFF) && !standsAlone(c);
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

std::vector<std::string_view> wordsOf(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        CodePoint next = codePointAt(text, at);
        if (isBlank(text.substr(at, 1)))
            while (end < text.size() && isBlank(text.substr(end, 1)))
                ++end;
        else if (!isWordCharacter(next.value))
            end += next.bytes;
        else
            while (end < text.size() && isWordCharacter(next.value)) {
                end += next.bytes;
                next = codePointAt(text, end);
            }
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

using Words = std::vector<std::string_view>;

/// A longest common subsequence of two lists, as pairs of indices.
std::vector<std::pair<std::size_t, std::size_t>> commonWords(const Words& a, const Words& b) {
    const std::size_t width = b.size() + 1;
    // Of every pair of rests; blanks weigh less than words, so that words are what is kept.
    std::vector<std::uint32_t> best((a.size() + 1) * width, 0);
    const auto weight = [](std::string_view word) { return isBlank(word) ? 1U : 4U; };
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;) {
            const std::uint32_t skip = std::max(best[(i + 1) * width + j], best[i * width + j + 1]);
            const std::uint32_t keep =
                a[i] == b[j] ? best[(i + 1) * width + j + 1] + weight(a[i]) : 0;
            best[i * width + j] = std::max(skip, keep);
        }
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const std::uint32_t here = best[i * width + j];
        if (a[i] == b[j] && here == best[(i + 1) * width + j + 1] + weight(a[i])) {
            pairs.emplace_back(i++, j++);
        } else if (here == best[(i + 1) * width + j]) {
            ++i;
        } else {
            ++j;
        }
    }
    return pairs;
}

std::string joined(const Words& words, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i)
        text += words[i];
    return text;
}

/// Puts pieces together: like follows like in one piece, and blanks between two changes belong to
/// the change.
class PieceList {
  public:
    void add(const DiffPiece& piece) {
        if (piece.before.empty() && piece.after.empty())
            return;
        if (!pieces_.empty() && pieces_.back().isKept() == piece.isKept()) {
            pieces_.back().before += piece.before;
            pieces_.back().after += piece.after;
            return;
        }
        const std::size_t count = pieces_.size();
        if (count >= 2 && !piece.isKept() && isBlank(pieces_.back().before)) {
            DiffPiece& change = pieces_[count - 2];
            for (const DiffPiece& more : {DiffPiece(pieces_.back()), piece}) {
                change.before += more.before;
                change.after += more.after;
            }
            pieces_.pop_back();
            return;
        }
        pieces_.push_back(piece);
    }
    std::vector<DiffPiece> take() { return std::move(pieces_); }

  private:
    std::vector<DiffPiece> pieces_;
};

} // namespace

std::vector<DiffPiece> diffWords(std::string_view before, std::string_view after) {
    const Words a = wordsOf(before);
    const Words b = wordsOf(after);
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head])
        ++head;
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head &&
           a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    const auto middle = [&](const Words& words) {
        return Words(words.begin() + static_cast<std::ptrdiff_t>(head),
                     words.end() - static_cast<std::ptrdiff_t>(tail));
    };
    const Words left = middle(a);
    const Words right = middle(b);
    PieceList pieces;
    const std::string start = joined(a, 0, head);
    pieces.add({start, start});
    std::size_t i = 0;
    std::size_t j = 0;
    if (left.size() < kMostDiffCells && (left.size() + 1) * (right.size() + 1) <= kMostDiffCells)
        for (const auto& [x, y] : commonWords(left, right)) {
            pieces.add({joined(left, i, x), joined(right, j, y)});
            pieces.add({std::string(left[x]), std::string(right[y])});
            i = x + 1;
            j = y + 1;
        }
    pieces.add({joined(left, i, left.size()), joined(right, j, right.size())});
    const std::string end = joined(a, a.size() - tail, a.size());
    pieces.add({end, end});
    return pieces.take();
}

std::string mergeDiff(const std::vector<DiffPiece>& pieces, const std::vector<bool>& accepted) {
    std::string text;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        text += i < accepted.size() && accepted[i] ? pieces[i].after : pieces[i].before;
    return text;
}

} // namespace diptych
