// A model's answer taken apart: what it thought, and what it said.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace diptych {

struct ThinkSplit {
    std::optional<std::string> thinking; ///< absent when the answer has no </think>; may be empty
    std::string answer;

    bool operator==(const ThinkSplit&) const = default;
};

/// How ids become text: `Tokenizer::decode`, with the second argument true where special tokens are
/// left out.
using DecodeIds = std::function<std::string(std::span<const std::int32_t> ids, bool skipSpecial)>;

/// Cuts generated ids (without the prompt) after the last `thinkEndId`. The thinking loses a
/// leading <think>, the answer one trailing <|im_end|> and then one trailing <|endoftext|>; both
/// are trimmed. Without a `thinkEndId` everything is the answer, an unfinished think block too.
ThinkSplit splitThinking(std::span<const std::int32_t> ids, std::int32_t thinkEndId,
                         const DecodeIds& decode);

/// Both parts as one text: a think block if there is a thought, then the answer.
std::string joinThinking(const ThinkSplit& split);

} // namespace diptych
