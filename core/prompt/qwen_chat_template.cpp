#include "core/prompt/qwen_chat_template.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace diptych {

namespace {

constexpr std::string_view kMessageBegin = "<|im_start|>";
constexpr std::string_view kMessageEnd = "<|im_end|>\n";
constexpr std::string_view kThinkBegin = "<think>";
constexpr std::string_view kThinkEnd = "</think>";

// The template strips line feeds only, never other blanks.
std::string_view stripFront(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of('\n'), text.size()));
}

std::string_view stripBack(std::string_view text) {
    return text.substr(0, text.find_last_not_of('\n') + 1);
}

struct AssistantText {
    std::string_view reasoning;
    std::string_view content;
};

AssistantText splitAssistant(const QwenMessage& message) {
    const std::string_view content = message.content;
    if (message.reasoning)
        return {*message.reasoning, content};
    const std::size_t firstEnd = content.find(kThinkEnd);
    if (firstEnd == std::string_view::npos)
        return {{}, content};
    std::string_view reasoning = stripBack(content.substr(0, firstEnd));
    if (const std::size_t begin = reasoning.rfind(kThinkBegin); begin != std::string_view::npos)
        reasoning.remove_prefix(begin + kThinkBegin.size());
    const std::size_t lastEnd = content.rfind(kThinkEnd);
    return {stripFront(reasoning), stripFront(content.substr(lastEnd + kThinkEnd.size()))};
}

// The last question of the user that is not a tool's answer in disguise; only what follows it keeps
// its thinking.
std::size_t lastQueryIndex(std::span<const QwenMessage> messages) {
    for (std::size_t i = messages.size(); i-- > 0;) {
        const std::string_view content = messages[i].content;
        const bool isToolResponse =
            content.starts_with("<tool_response>") && content.ends_with("</tool_response>");
        if (messages[i].role == QwenRole::User && !isToolResponse)
            return i;
    }
    return messages.empty() ? 0 : messages.size() - 1;
}

void appendPlain(std::string& text, std::string_view role, std::string_view content) {
    text += kMessageBegin;
    text += role;
    text += '\n';
    text += content;
    text += kMessageEnd;
}

void appendToolCalls(std::string& text, const std::vector<QwenToolCall>& calls, bool afterContent) {
    for (const QwenToolCall& call : calls) {
        if (afterContent)
            text += '\n';
        afterContent = true;
        text += "<tool_call>\n{\"name\": \"" + call.name + "\", \"arguments\": " + call.arguments +
                "}\n</tool_call>";
    }
}

void appendAssistant(std::string& text, const QwenMessage& message, bool afterQuery, bool isLast) {
    const auto [reasoning, content] = splitAssistant(message);
    text += kMessageBegin;
    text += "assistant\n";
    if (afterQuery && (isLast || !reasoning.empty())) {
        text += "<think>\n";
        text += stripFront(stripBack(reasoning));
        text += "\n</think>\n\n";
        text += stripFront(content);
    } else {
        text += content;
    }
    appendToolCalls(text, message.toolCalls, !content.empty());
    text += kMessageEnd;
}

// Adjacent tool messages share one user message.
void appendTool(std::string& text, const QwenMessage& message, bool isFirstOfRun,
                bool isLastOfRun) {
    if (isFirstOfRun) {
        text += kMessageBegin;
        text += "user";
    }
    text += "\n<tool_response>\n" + message.content + "\n</tool_response>";
    if (isLastOfRun)
        text += kMessageEnd;
}

void appendTools(std::string& text, const QwenMessage* system,
                 const std::vector<std::string>& tools) {
    std::string content;
    if (system)
        content += system->content + "\n\n";
    content +=
        "# Tools\n\nYou may call one or more functions to assist with the user query.\n\n"
        "You are provided with function signatures within <tools></tools> XML tags:\n<tools>";
    for (const std::string& tool : tools)
        content += "\n" + tool;
    content += "\n</tools>\n\nFor each function call, return a json object with function name and "
               "arguments within <tool_call></tool_call> XML tags:\n<tool_call>\n"
               "{\"name\": <function-name>, \"arguments\": <args-json-object>}\n</tool_call>";
    appendPlain(text, "system", content);
}

void appendSpaced(std::string& text, const nlohmann::ordered_json& value) {
    bool isFirst = true;
    const auto separate = [&] {
        if (!isFirst)
            text += ", ";
        isFirst = false;
    };
    if (value.is_object()) {
        text += '{';
        for (const auto& [key, member] : value.items()) {
            separate();
            text += nlohmann::ordered_json(key).dump() + ": ";
            appendSpaced(text, member);
        }
        text += '}';
    } else if (value.is_array()) {
        text += '[';
        for (const auto& element : value) {
            separate();
            appendSpaced(text, element);
        }
        text += ']';
    } else {
        text += value.dump();
    }
}

} // namespace

std::string formatQwenTemplate(std::span<const QwenMessage> messages,
                               const QwenTemplateOptions& options) {
    std::string text;
    const bool beginsWithSystem = !messages.empty() && messages[0].role == QwenRole::System;
    if (!options.tools.empty())
        appendTools(text, beginsWithSystem ? &messages[0] : nullptr, options.tools);
    else if (beginsWithSystem)
        appendPlain(text, "system", messages[0].content);
    const std::size_t lastQuery = lastQueryIndex(messages);
    const auto isTool = [&](std::size_t i) {
        return i < messages.size() && messages[i].role == QwenRole::Tool;
    };
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const QwenMessage& message = messages[i];
        switch (message.role) {
        case QwenRole::System:
            if (i > 0)
                appendPlain(text, "system", message.content);
            break;
        case QwenRole::User:
            appendPlain(text, "user", message.content);
            break;
        case QwenRole::Assistant:
            appendAssistant(text, message, i > lastQuery, i + 1 == messages.size());
            break;
        case QwenRole::Tool:
            appendTool(text, message, i == 0 || !isTool(i - 1), !isTool(i + 1));
            break;
        }
    }
    if (options.addGenerationPrompt) {
        text += "<|im_start|>assistant\n";
        if (!options.enableThinking)
            text += "<think>\n\n</think>\n\n";
    }
    return text;
}

Result<std::string> spacedJson(std::string_view json) {
    // Deeper nesting than any tool has would exhaust the stack of the recursion below.
    constexpr int kDeepest = 100;
    bool tooDeep = false;
    const auto watchDepth = [&](int depth, nlohmann::ordered_json::parse_event_t,
                                nlohmann::ordered_json&) {
        tooDeep = tooDeep || depth > kDeepest;
        return !tooDeep;
    };
    const auto value = nlohmann::ordered_json::parse(json, watchDepth, false);
    if (value.is_discarded() || tooDeep)
        return fail(ErrorCode::InvalidInput, "the tool description is not valid JSON");
    std::string text;
    appendSpaced(text, value);
    return text;
}

} // namespace diptych
