#include "core/prompt/chat_format.h"

#include "core/prompt/clean_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <string_view>

namespace diptych {

namespace {

// The added tokens of the Qwen3 tokenizer (tokenizer.json, added_tokens).
constexpr std::array<std::string_view, 26> kSpecialTokens = {"<|endoftext|>",
                                                             "<|im_start|>",
                                                             "<|im_end|>",
                                                             "<|object_ref_start|>",
                                                             "<|object_ref_end|>",
                                                             "<|box_start|>",
                                                             "<|box_end|>",
                                                             "<|quad_start|>",
                                                             "<|quad_end|>",
                                                             "<|vision_start|>",
                                                             "<|vision_end|>",
                                                             "<|vision_pad|>",
                                                             "<|image_pad|>",
                                                             "<|video_pad|>",
                                                             "<tool_call>",
                                                             "</tool_call>",
                                                             "<|fim_prefix|>",
                                                             "<|fim_middle|>",
                                                             "<|fim_suffix|>",
                                                             "<|fim_pad|>",
                                                             "<|repo_name|>",
                                                             "<|file_sep|>",
                                                             "<tool_response>",
                                                             "</tool_response>",
                                                             "<think>",
                                                             "</think>"};

class Formatter {
  public:
    void addMessage(const ChatMessage& message, bool enableThinking, bool mayStayOpen) {
        if (!prompt_.text.empty())
            prompt_.text += '\n';
        prompt_.text += "<|im_start|>";
        prompt_.text += roleName(message.role);
        prompt_.text += '\n';
        if (message.role == Role::Assistant && enableThinking) {
            prompt_.text += "<think>\n";
            addPart(PromptPart::Thinking, message.thinking);
            prompt_.text += "\n</think>\n\n";
        }
        addPart(partOf(message.role), message.content);
        if (!(mayStayOpen && message.content.empty()))
            prompt_.text += "<|im_end|>";
    }

    FormattedPrompt take() { return std::move(prompt_); }

  private:
    static PromptPart partOf(Role role) {
        switch (role) {
        case Role::System:
            return PromptPart::System;
        case Role::User:
            return PromptPart::User;
        case Role::Assistant:
            break;
        }
        return PromptPart::Assistant;
    }

    void addPart(PromptPart part, std::string_view content) {
        const std::size_t begin = prompt_.text.size();
        prompt_.text += content;
        prompt_.parts.push_back({part, begin, prompt_.text.size()});
    }

    FormattedPrompt prompt_;
};

FormattedPrompt formatWithParts(std::span<const ChatMessage> messages, ChatOptions options) {
    Formatter formatter;
    for (const ChatMessage& message : messages) {
        const bool isLast = &message == &messages.back();
        formatter.addMessage(message, options.enableThinking, isLast && options.isFinal);
    }
    return formatter.take();
}

std::vector<Notice> findSpecialTokens(const FormattedPrompt& prompt) {
    std::vector<std::string_view> found;
    for (const std::string_view token : kSpecialTokens) {
        for (const PartRange& range : prompt.parts) {
            const auto part =
                std::string_view(prompt.text).substr(range.begin, range.end - range.begin);
            if (part.find(token) != std::string_view::npos) {
                found.push_back(token);
                break;
            }
        }
    }
    if (found.empty())
        return {};
    return {{"special_tokens_in_prompt",
             fmt::format("The text encoder reads {} in the prompt as control tokens, not as text.",
                         fmt::join(found, ", "))}};
}

} // namespace

std::string_view roleName(Role role) {
    switch (role) {
    case Role::System:
        return "system";
    case Role::User:
        return "user";
    case Role::Assistant:
        break;
    }
    return "assistant";
}

std::vector<std::string_view> specialTokensIn(std::string_view text) {
    std::vector<std::string_view> found;
    for (const std::string_view token : kSpecialTokens)
        if (text.find(token) != std::string_view::npos)
            found.push_back(token);
    return found;
}

std::string formatMessages(std::span<const ChatMessage> messages, ChatOptions options) {
    return formatWithParts(messages, options).text;
}

PreparedChat prepareChat(const Conversation& conversation) {
    const auto cleaned = [&](const std::string& part) {
        std::string text = conversation.cleanWhitespace ? cleanWhitespace(part) : part;
        // After cleaning: blanks that stood inside the quotes stay.
        return conversation.stripQuotes ? removeQuotes(text) : text;
    };
    PreparedChat chat;
    if (std::string system = cleaned(conversation.system); !system.empty())
        chat.messages.push_back({Role::System, std::move(system), {}});
    chat.messages.push_back({Role::User, cleaned(conversation.user), {}});
    chat.messages.push_back(
        {Role::Assistant, cleaned(conversation.assistant), cleaned(conversation.thinking)});
    chat.options.enableThinking =
        conversation.forceThinkBlock || !chat.messages.back().thinking.empty();
    return chat;
}

FormattedPrompt formatChat(const Conversation& conversation) {
    if (conversation.raw)
        return {conversation.user, {{PromptPart::User, 0, conversation.user.size()}}, {}};
    const PreparedChat chat = prepareChat(conversation);
    FormattedPrompt prompt = formatWithParts(chat.messages, chat.options);
    prompt.notices = findSpecialTokens(prompt);
    return prompt;
}

} // namespace diptych
