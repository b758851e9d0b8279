// What became of a text, word by word: to show a rewritten prompt beside the old one, and to take
// over a part of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

/// A stretch of two texts. Both sides equal: kept; otherwise `before` was replaced by `after`, one
/// of which may be empty.
struct DiffPiece {
    std::string before;
    std::string after;

    bool isKept() const { return before == after; }
    bool operator==(const DiffPiece&) const = default;
};

/// The pieces whose `before` make up one text and whose `after` the other, byte for byte. Words are
/// runs of letters and digits; every other character, and every ideograph or kana, is one by
/// itself, so that languages without blanks are compared too. Kept and changed pieces take turns;
/// what is kept between two changes is never blanks alone. Texts whose changed middle has more than
/// kMostDiffCells pairs of words are one change there. Bytes that are not UTF-8 are words.
std::vector<DiffPiece> diffWords(std::string_view before, std::string_view after);

inline constexpr std::size_t kMostDiffCells = std::size_t{2} << 20;

/// The text with the changes of `accepted` (indices into `pieces`) and without the others.
std::string mergeDiff(const std::vector<DiffPiece>& pieces, const std::vector<bool>& accepted);

} // namespace diptych
