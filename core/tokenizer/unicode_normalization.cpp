#include "core/tokenizer/unicode_normalization.h"

#include "core/base/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace diptych {

namespace {

constexpr auto kDecompose = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
constexpr auto kCompose = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);

struct CodePoint {
    utf8proc_int32_t value = 0;
    utf8proc_propval_t combiningClass = 0; ///< 0 = a starter, which no mark is moved across
    std::int64_t sourceBegin = -1; ///< byte offset, for the first of a character's decomposition
};

// Canonical decompositions have at most four code points.
using Decomposition = std::array<utf8proc_int32_t, 8>;

std::span<const utf8proc_int32_t> decompose(utf8proc_int32_t codePoint, Decomposition& buffer) {
    int boundaryClass = 0; // used by grapheme options only
    const auto length = utf8proc_decompose_char(codePoint, buffer.data(),
                                                static_cast<utf8proc_ssize_t>(buffer.size()),
                                                kDecompose, &boundaryClass);
    if (length < 1 || length > static_cast<utf8proc_ssize_t>(buffer.size())) {
        buffer[0] = codePoint;
        return {buffer.data(), 1};
    }
    return {buffer.data(), static_cast<std::size_t>(length)};
}

utf8proc_propval_t combiningClassOf(utf8proc_int32_t codePoint) {
    return utf8proc_get_property(codePoint)->combining_class;
}

// Normalisation form D. utf8proc's own reordering moves one mark at a time, which is quadratic for
// long runs of marks.
std::vector<CodePoint> canonicalDecomposition(std::string_view utf8) {
    std::vector<CodePoint> result;
    result.reserve(utf8.size());
    Decomposition buffer;
    for (std::size_t offset = 0; offset < utf8.size();) {
        utf8proc_int32_t codePoint = 0;
        const auto length =
            utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(utf8.data() + offset),
                             static_cast<utf8proc_ssize_t>(utf8.size() - offset), &codePoint);
        auto sourceBegin = static_cast<std::int64_t>(offset);
        for (const utf8proc_int32_t part : decompose(codePoint, buffer)) {
            result.push_back({part, combiningClassOf(part), sourceBegin});
            sourceBegin = -1;
        }
        offset += static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 1));
    }
    const auto isMark = [](const CodePoint& c) { return c.combiningClass != 0; };
    for (auto run = result.begin(); run != result.end();) {
        run = std::find_if(run, result.end(), isMark);
        const auto end = std::find_if_not(run, result.end(), isMark);
        std::stable_sort(run, end, [](const CodePoint& a, const CodePoint& b) {
            return a.combiningClass < b.combiningClass;
        });
        run = end;
    }
    return result;
}

std::vector<utf8proc_int32_t> compose(std::span<const CodePoint> decomposed) {
    std::vector<utf8proc_int32_t> composed;
    composed.reserve(decomposed.size());
    for (const CodePoint& codePoint : decomposed)
        composed.push_back(codePoint.value);
    const auto length = utf8proc_normalize_utf32(
        composed.data(), static_cast<utf8proc_ssize_t>(composed.size()), kCompose);
    composed.resize(static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 0)));
    return composed;
}

// Every code point below U+0300 is in form C and composes with nothing before it; UTF-8 writes the
// others with a lead byte of 0xCC or more.
bool isSurelyNfc(std::string_view utf8) {
    return std::all_of(utf8.begin(), utf8.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0xCC; });
}

} // namespace

RewrittenText repairUtf8(std::string_view bytes) {
    constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";
    RewrittenText result;
    result.text.reserve(bytes.size());
    for (std::size_t offset = 0; offset < bytes.size();) {
        const Utf8Unit unit = nextUtf8Unit(bytes.substr(offset));
        const std::size_t begin = result.text.size();
        result.text += unit.valid ? bytes.substr(offset, unit.length) : kReplacementCharacter;
        offset += unit.length;
        if (!unit.valid)
            result.offsets.addChange(begin, result.text.size(), offset);
    }
    return result;
}

RewrittenText normalizeNfc(std::string_view utf8) {
    if (isSurelyNfc(utf8))
        return {std::string(utf8), {}};
    const std::vector<CodePoint> decomposed = canonicalDecomposition(utf8);
    RewrittenText result;
    result.text.reserve(utf8.size());
    // The composed text stands for the same decomposed code points in the same order, starters
    // never change places. So where a composed character and a source character begin with the same
    // starter, both texts are in step.
    std::size_t decomposedIndex = 0;
    std::size_t syncText = 0;
    std::size_t syncSource = 0;
    const auto syncAt = [&](std::size_t source) {
        const std::string_view now = std::string_view(result.text).substr(syncText);
        if (now != utf8.substr(syncSource, source - syncSource))
            result.offsets.addChange(syncText, result.text.size(), source);
        syncText = result.text.size();
        syncSource = source;
    };
    Decomposition buffer;
    for (const utf8proc_int32_t codePoint : compose(decomposed)) {
        const auto parts = decompose(codePoint, buffer);
        const CodePoint first =
            decomposedIndex < decomposed.size() ? decomposed[decomposedIndex] : CodePoint{};
        if (first.combiningClass == 0 && first.sourceBegin >= 0 && first.value == parts.front())
            syncAt(static_cast<std::size_t>(first.sourceBegin));
        decomposedIndex += parts.size();
        std::array<utf8proc_uint8_t, 4> encoded;
        const auto length = utf8proc_encode_char(codePoint, encoded.data());
        result.text.append(reinterpret_cast<const char*>(encoded.data()),
                           static_cast<std::size_t>(length));
    }
    syncAt(utf8.size());
    return result;
}

} // namespace diptych
