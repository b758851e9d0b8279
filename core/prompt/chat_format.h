// The chat format in which prompts reach the text encoder: from a Conversation, or from a list of
// messages, to one string. Pure functions, byte-exact with the predecessor's formatter;
// `qwen_chat_template.h` is the other dialect, the template that the Qwen checkpoints carry.
#pragma once

#include "core/domain/conversation.h"
#include "core/prompt/formatted_prompt.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

enum class Role { System, User, Assistant };

/// The word of a role in the format, e.g. "assistant".
std::string_view roleName(Role role);

struct ChatMessage {
    Role role = Role::User;
    std::string content;
    std::string thinking; ///< content of the think block of an assistant message
};

struct ChatOptions {
    bool enableThinking =
        false; ///< every assistant message gets a think block, an empty one if it has no thinking
    bool isFinal = true; ///< the last message stays open (no <|im_end|>) when it has no content
};

/// Messages joined by one line feed; no line feed at the end; no messages give an empty string.
/// Nothing is cleaned and nothing is escaped.
std::string formatMessages(std::span<const ChatMessage> messages, ChatOptions options);

/// A Conversation as messages, cleaned as it says: a system message if it has text, the user's, the
/// assistant's.
struct PreparedChat {
    std::vector<ChatMessage> messages;
    ChatOptions options;
};
PreparedChat prepareChat(const Conversation& conversation);

/// The control tokens of the tokenizer that `text` holds, each once: "<|im_start|>", "<think>", …
std::vector<std::string_view> specialTokensIn(std::string_view text);

/// The prompt of a conversation. A raw one is sent as it is, as one User part. Text that the
/// tokenizer will read as a control token stays, with the notice "special_tokens_in_prompt".
FormattedPrompt formatChat(const Conversation& conversation);

} // namespace diptych
