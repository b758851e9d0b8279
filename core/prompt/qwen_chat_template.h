// The chat template that Qwen3 checkpoints carry (tokenizer_config.json, "chat_template"), written
// out as code: for chats with several turns and tools. Byte-exact with the template; no template
// engine.
//
// It differs from `chat_format.h`: every message ends with a line feed, the thinking of earlier
// turns is dropped, and "enable thinking" adds nothing while switching it off adds an empty think
// block.
#pragma once

#include "core/base/result.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

enum class QwenRole { System, User, Assistant, Tool };

struct QwenToolCall {
    std::string name;
    std::string arguments; ///< JSON text, put in as it is; see `spacedJson`
};

struct QwenMessage {
    QwenRole role = QwenRole::User;
    std::string content;
    std::optional<std::string>
        reasoning; ///< absent: taken from a <think> part of an assistant's content
    std::vector<QwenToolCall> toolCalls; ///< of an assistant message
};

struct QwenTemplateOptions {
    bool addGenerationPrompt = false; ///< end with the opening of an assistant message
    bool enableThinking = true;       ///< false: the generation prompt holds an empty think block
    std::vector<std::string> tools;   ///< JSON text of each, put in as it is; see `spacedJson`
};

std::string formatQwenTemplate(std::span<const QwenMessage> messages,
                               const QwenTemplateOptions& options);

/// `json` as the template's `tojson` writes it: one line, a space after each comma and colon
/// between values, characters beyond ASCII as they are, members in their order. Errors:
/// InvalidInput (not valid JSON).
Result<std::string> spacedJson(std::string_view json);

} // namespace diptych
