#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace diptych {

namespace {

constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

char lowerAscii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t substitution =
                diagonal + (lowerAscii(a[i]) == lowerAscii(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, substitution});
        }
    }
    return row[b.size()];
}

} // namespace

// Table 3-7 of the Unicode standard: well-formed byte sequences.
Utf8Unit nextUtf8Unit(std::string_view text) {
    const auto byteAt = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned lead = byteAt(0);
    if (lead < 0x80)
        return {1, true, false};
    std::size_t continuationCount = 0;
    unsigned secondLow = 0x80;
    unsigned secondHigh = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        continuationCount = 1;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        continuationCount = 2;
        secondLow = lead == 0xE0 ? 0xA0 : 0x80;
        secondHigh = lead == 0xED ? 0x9F : 0xBF;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        continuationCount = 3;
        secondLow = lead == 0xF0 ? 0x90 : 0x80;
        secondHigh = lead == 0xF4 ? 0x8F : 0xBF;
    } else {
        return {1, false, false};
    }
    for (std::size_t i = 1; i <= continuationCount; ++i) {
        const unsigned byte = byteAt(i);
        const unsigned low = i == 1 ? secondLow : 0x80;
        const unsigned high = i == 1 ? secondHigh : 0xBF;
        if (i >= text.size())
            return {i, false, true};
        if (byte < low || byte > high)
            return {i, false, false};
    }
    return {continuationCount + 1, true, false};
}

std::string toValidUtf8(std::string_view bytes) {
    std::string result;
    result.reserve(bytes.size());
    while (!bytes.empty()) {
        const Utf8Unit unit = nextUtf8Unit(bytes);
        result += unit.valid ? bytes.substr(0, unit.length) : kReplacementCharacter;
        bytes.remove_prefix(unit.length);
    }
    return result;
}

std::size_t countCodePoints(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

std::vector<std::string> nearestNames(std::string_view name,
                                      std::span<const std::string> candidates, std::size_t limit) {
    struct Scored {
        std::size_t distance;
        const std::string* candidate;
    };
    std::vector<Scored> scored;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = editDistance(name, candidate);
        if (distance * 2 <= std::max(name.size(), candidate.size()))
            scored.push_back({distance, &candidate});
    }
    std::stable_sort(scored.begin(), scored.end(),
                     [](const Scored& a, const Scored& b) { return a.distance < b.distance; });
    std::vector<std::string> result;
    for (const Scored& entry : scored) {
        if (result.size() == limit)
            break;
        result.push_back(*entry.candidate);
    }
    return result;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::string formatBytes(std::uint64_t bytes) {
    constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1024.0 && unit + 1 < std::size(kUnits)) {
        value /= 1024.0;
        ++unit;
    }
    return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

} // namespace diptych
