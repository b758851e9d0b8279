#include "app/server/v1/chat_body.h"

#include "core/domain/generation_request.h"
#include "core/prompt/clean_text.h"
#include "core/prompt/qwen_chat_template.h"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace diptych::server {

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

std::optional<QwenRole> roleOf(const std::string& name) {
    if (name == "system" || name == "developer")
        return QwenRole::System;
    if (name == "user")
        return QwenRole::User;
    if (name == "assistant")
        return QwenRole::Assistant;
    if (name == "tool")
        return QwenRole::Tool;
    return std::nullopt;
}

// A text, or a list of parts of which only texts are understood.
std::optional<std::string> contentOf(const json& content, std::string& problem) {
    if (content.is_string())
        return content.get<std::string>();
    if (content.is_null())
        return std::string();
    if (!content.is_array()) {
        problem = "the content of a message must be a string or a list of parts";
        return std::nullopt;
    }
    std::string text;
    for (const json& part : content) {
        const bool isText = part.is_object() && part.value("type", json()) == "text" &&
                            part.contains("text") && part["text"].is_string();
        if (!isText) {
            problem = "this model reads texts only, no pictures";
            return std::nullopt;
        }
        text += part["text"].get<std::string>();
    }
    return text;
}

std::vector<QwenMessage> readMessages(BodyReader& body) {
    const json* list = body.value("messages");
    if (!list || !list->is_array() || list->empty()) {
        if (body.isObject())
            body.addProblem("messages", "messages must be a list of at least one message",
                            list ? "value_error" : "missing");
        return {};
    }
    std::vector<QwenMessage> messages;
    for (const json& entry : *list) {
        const bool hasRole =
            entry.is_object() && entry.contains("role") && entry["role"].is_string();
        const auto role = hasRole ? roleOf(entry["role"].get<std::string>()) : std::nullopt;
        if (!role) {
            body.addProblem("messages", "a message's role must be system, user, assistant or tool");
            return {};
        }
        std::string problem;
        const auto content = contentOf(entry.value("content", json()), problem);
        if (!content) {
            body.addProblem("messages", problem);
            return {};
        }
        messages.push_back({*role, *content, {}, {}});
    }
    return messages;
}

// What the predecessor's server takes when nothing is said: a sober model, or the published
// numbers where thinking is asked for.
TextSampling readSampling(BodyReader& body, bool asksForThinking) {
    TextSampling sampling;
    sampling.temperature = asksForThinking ? 0.6 : 0.1;
    sampling.topP = asksForThinking ? 0.95 : 1.0;
    sampling.topK = asksForThinking ? 20 : 0;
    sampling.temperature =
        body.numberWithin("temperature", 0.0, 2.0).value_or(sampling.temperature);
    sampling.topP = body.numberWithin("top_p", 0.0, 1.0).value_or(sampling.topP);
    constexpr std::int64_t kMost = std::numeric_limits<int>::max();
    sampling.topK = static_cast<int>(body.integerWithin("top_k", 0, kMost).value_or(sampling.topK));
    sampling.minP = body.numberWithin("min_p", 0.0, 1.0).value_or(0.0);
    sampling.repetitionPenalty = body.numberWithin("repetition_penalty", 0.1, 2.0).value_or(1.0);
    sampling.presencePenalty = body.numberWithin("presence_penalty", 0.0, 2.0).value_or(0.0);
    sampling.frequencyPenalty = body.numberWithin("frequency_penalty", -2.0, 2.0).value_or(0.0);
    const auto newName = body.integerWithin("max_completion_tokens", 1, kMost);
    const auto oldName = body.integerWithin("max_tokens", 1, kMost);
    sampling.maxTokens = static_cast<int>(oldName.value_or(newName.value_or(512)));
    return sampling;
}

void readStream(BodyReader& body, ChatRequest& request) {
    request.stream = body.boolean("stream").value_or(false);
    const json* options = body.value("stream_options");
    if (!options)
        return;
    if (!options->is_object())
        body.addProblem("stream_options", "stream_options must be an object", "type_error");
    else
        request.includeUsage = options->value("include_usage", json(false)) == json(true);
}

ordered_json chunk(const ChatFacts& facts, ordered_json delta, ordered_json finishReason) {
    ordered_json choice;
    choice["index"] = 0;
    choice["delta"] = std::move(delta);
    choice["finish_reason"] = std::move(finishReason);
    ordered_json object;
    object["id"] = facts.id;
    object["object"] = "chat.completion.chunk";
    object["created"] = facts.created;
    object["model"] = facts.model;
    object["choices"] = ordered_json::array({std::move(choice)});
    return object;
}

ordered_json usageOf(const ChatFacts& facts, const RewriteResult& result) {
    return {{"prompt_tokens", facts.promptTokens},
            {"completion_tokens", result.tokenIds.size()},
            {"total_tokens", facts.promptTokens + result.tokenIds.size()}};
}

std::string event(const ordered_json& object) {
    return fmt::format("data: {}\n\n",
                       object.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
}

} // namespace

ChatRequest readChatRequest(BodyReader& body) {
    ChatRequest request;
    request.model = body.requiredText("model");
    const std::vector<QwenMessage> messages = readMessages(body);
    const std::optional<bool> thinking = body.boolean("enable_thinking");
    request.text.prompt = formatQwenTemplate(
        messages,
        {.addGenerationPrompt = true, .enableThinking = thinking.value_or(true), .tools = {}});
    request.text.raw = true;
    request.text.thinking = thinking.value_or(true);
    request.text.sampling = readSampling(body, thinking.value_or(false));
    const auto seed = body.integerWithin("seed", 0, std::numeric_limits<std::int64_t>::max());
    request.text.seed = seed ? *seed : drawSeed();
    readStream(body, request);
    return request;
}

ordered_json chatCompletion(const ChatFacts& facts, const RewriteResult& result) {
    ordered_json message;
    message["role"] = "assistant";
    message["content"] = trimBlanks(result.text);
    if (!trimBlanks(result.thinking).empty())
        message["thinking"] = trimBlanks(result.thinking);
    ordered_json choice;
    choice["index"] = 0;
    choice["message"] = std::move(message);
    choice["finish_reason"] = toString(result.finishReason);
    ordered_json object;
    object["id"] = facts.id;
    object["object"] = "chat.completion";
    object["created"] = facts.created;
    object["model"] = facts.model;
    object["choices"] = ordered_json::array({std::move(choice)});
    object["usage"] = usageOf(facts, result);
    return object;
}

std::string chatChunk(const ChatFacts& facts, ordered_json delta) {
    return event(chunk(facts, std::move(delta), nullptr));
}

std::string lastChatChunk(const ChatFacts& facts, const RewriteResult& result, bool includeUsage) {
    ordered_json object = chunk(facts, ordered_json::object(), toString(result.finishReason));
    if (includeUsage)
        object["usage"] = usageOf(facts, result);
    return event(object);
}

std::string chatErrorEvent(const std::string& message) {
    return event(
        {{"error", {{"message", message}, {"type", "server_error"}, {"code", "stream_failed"}}}});
}

} // namespace diptych::server
