#define PCRE2_CODE_UNIT_WIDTH 8

#include "core/tokenizer/pretokenizer.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace diptych {

const std::string_view kQwenPattern =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|)"
    R"(\s*[\r\n]+|\s+(?!\S)|\s+)";

namespace {

constexpr std::size_t kLongestPattern = 4096; // bytes; Qwen's has 107
constexpr std::uint32_t kHeapLimitKib = 64 * 1024;

template <auto Function> struct Freed {
    template <typename T> void operator()(T* pointer) const { Function(pointer); }
};
using Code = std::unique_ptr<pcre2_code, Freed<pcre2_code_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Freed<pcre2_match_data_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Freed<pcre2_match_context_free>>;

// Backtracking steps allowed in one match. A run of n blanks takes about 2n: once forward for the
// alternative that wants a line break and once back when there is none.
std::uint32_t stepLimit(std::size_t textBytes) {
    constexpr std::uint64_t kStepsPerByte = 32;
    constexpr std::uint64_t kAtLeast = 100'000;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(
        kAtLeast + kStepsPerByte * textBytes, std::numeric_limits<std::uint32_t>::max()));
}

} // namespace

struct Pretokenizer::Compiled {
    Code code;
};

Pretokenizer::Pretokenizer(std::unique_ptr<const Compiled> compiled)
    : compiled_(std::move(compiled)) {}
Pretokenizer::Pretokenizer(Pretokenizer&&) noexcept = default;
Pretokenizer& Pretokenizer::operator=(Pretokenizer&&) noexcept = default;
Pretokenizer::~Pretokenizer() = default;

Result<Pretokenizer> Pretokenizer::compile(std::string_view pattern, std::string_view sourceName) {
    if (pattern.size() > kLongestPattern) {
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{}: pre_tokenizer: the pattern has {} bytes, more than {}",
                                sourceName, pattern.size(), kLongestPattern));
    }
    int errorNumber = 0;
    std::size_t errorOffset = 0;
    // \C would match half a character.
    Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                            PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &errorNumber,
                            &errorOffset, nullptr));
    if (!code) {
        std::array<PCRE2_UCHAR, 256> message{};
        pcre2_get_error_message(errorNumber, message.data(), message.size());
        return fail(ErrorCode::FileInvalid,
                    fmt::format("{}: pre_tokenizer: the pattern does not compile: {}", sourceName,
                                reinterpret_cast<const char*>(message.data())),
                    "use the tokenizer folder of a Qwen3 or Z-Image checkpoint",
                    toValidUtf8(fmt::format("at byte {} of {}", errorOffset, pattern)));
    }
    // Only speed: where the system forbids generated code, matching is interpreted.
    pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
    return Pretokenizer(std::make_unique<const Compiled>(Compiled{std::move(code)}));
}

std::vector<std::size_t> Pretokenizer::pieceEnds(std::string_view utf8) const {
    const pcre2_code* code = compiled_->code.get();
    const MatchData match(pcre2_match_data_create(1, nullptr));
    const MatchContext context(pcre2_match_context_create(nullptr));
    std::vector<std::size_t> ends;
    if (!match || !context) {
        if (!utf8.empty())
            ends.push_back(utf8.size());
        return ends;
    }
    pcre2_set_match_limit(context.get(), stepLimit(utf8.size()));
    pcre2_set_heap_limit(context.get(), kHeapLimitKib);
    const auto matchFrom = [&](std::size_t start, std::uint32_t options) {
        // Without PCRE2_NO_UTF_CHECK every call would check the whole text again.
        return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(utf8.data()), utf8.size(), start,
                           options | PCRE2_NO_UTF_CHECK, match.get(), context.get());
    };
    std::size_t pieceBegin = 0;
    std::size_t searchFrom = 0;
    while (searchFrom < utf8.size()) {
        int found = matchFrom(searchFrom, 0);
        if (found == PCRE2_ERROR_JIT_STACKLIMIT)
            found = matchFrom(searchFrom, PCRE2_NO_JIT);
        if (found < 0)
            break;
        const std::size_t* bounds = pcre2_get_ovector_pointer(match.get());
        const std::size_t begin = std::max(bounds[0], pieceBegin);
        const std::size_t end = bounds[1];
        if (end <= begin) {
            // An empty match cuts nothing; look further on behind the next character.
            const std::size_t at = std::max(begin, searchFrom);
            searchFrom = at < utf8.size() ? at + nextUtf8Unit(utf8.substr(at)).length : at;
            continue;
        }
        if (begin > pieceBegin)
            ends.push_back(begin);
        ends.push_back(end);
        pieceBegin = searchFrom = end;
    }
    if (pieceBegin < utf8.size())
        ends.push_back(utf8.size());
    return ends;
}

} // namespace diptych
