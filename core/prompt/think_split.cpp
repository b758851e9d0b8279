#include "core/prompt/think_split.h"

#include "core/prompt/clean_text.h"

#include <algorithm>
#include <string_view>

namespace diptych {

ThinkSplit splitThinking(std::span<const std::int32_t> ids, std::int32_t thinkEndId,
                         const DecodeIds& decode) {
    constexpr std::string_view kThinkBegin = "<think>";
    ThinkSplit split;
    const auto lastEnd = std::find(ids.rbegin(), ids.rend(), thinkEndId);
    if (lastEnd != ids.rend()) {
        const auto thoughtCount = static_cast<std::size_t>(ids.rend() - lastEnd) - 1;
        const std::string decoded = decode(ids.first(thoughtCount), true);
        std::string_view thought = trimBlanks(decoded);
        if (thought.starts_with(kThinkBegin))
            thought = trimBlanks(thought.substr(kThinkBegin.size()));
        split.thinking = std::string(thought);
        ids = ids.subspan(thoughtCount + 1);
    }
    const std::string decoded = decode(ids, false);
    std::string_view answer = decoded;
    for (const std::string_view end : {"<|im_end|>", "<|endoftext|>"}) {
        if (answer.ends_with(end))
            answer.remove_suffix(end.size());
    }
    split.answer = std::string(trimBlanks(answer));
    return split;
}

std::string joinThinking(const ThinkSplit& split) {
    if (!split.thinking || split.thinking->empty())
        return split.answer;
    return "<think>\n" + *split.thinking + "\n</think>\n\n" + split.answer;
}

} // namespace diptych
