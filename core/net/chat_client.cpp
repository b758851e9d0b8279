#include "core/net/chat_client.h"

#include "core/base/text.h"
#include "core/net/sse_parser.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace diptych::net {

namespace {

using nlohmann::json;

constexpr const char* kEndpoint = "/v1/chat/completions";
constexpr std::uint64_t kMostReplyBytes = std::uint64_t{16} << 20;
constexpr std::size_t kMostPendingBytes = std::size_t{4} << 20;

std::string textOf(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string thinkingOf(const json& object) {
    for (const char* key : {"thinking", "reasoning_content", "reasoning"})
        if (std::string thinking = textOf(object, key); !thinking.empty())
            return thinking;
    return {};
}

std::int64_t countOf(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

// What plain replies and chunks have in common.
void readFacts(const json& object, ChatReply& reply) {
    if (std::string model = textOf(object, "model"); !model.empty())
        reply.model = std::move(model);
    if (const auto usage = object.find("usage"); usage != object.end() && usage->is_object())
        reply.usage =
            ChatUsage{countOf(*usage, "prompt_tokens"), countOf(*usage, "completion_tokens")};
}

const json* firstChoice(const json& object) {
    const auto choices = object.find("choices");
    if (choices == object.end() || !choices->is_array() || choices->empty() ||
        !choices->front().is_object())
        return nullptr;
    return &choices->front();
}

Result<ChatReply> readReply(const std::string& body, const std::string& server) {
    const json object = json::parse(body, nullptr, false);
    if (!object.is_object())
        return fail(remoteError(RemoteFault::NotJson, server));
    const json* choice = firstChoice(object);
    const auto message = choice ? choice->find("message") : json::const_iterator();
    if (!choice || message == choice->end() || !message->is_object())
        return fail(remoteError(RemoteFault::WrongField, server, "choices"));
    ChatReply reply;
    reply.content = toValidUtf8(textOf(*message, "content"));
    reply.thinking = toValidUtf8(thinkingOf(*message));
    reply.finishReason = textOf(*choice, "finish_reason");
    readFacts(object, reply);
    return reply;
}

/// A reply that grows chunk by chunk.
class StreamReader {
  public:
    StreamReader(const ChatSink& sink, std::string server)
        : sink_(sink), server_(std::move(server)) {}

    /// False = stop: the stream is broken, see `error`.
    bool feed(std::string_view piece) {
        if (isWhole_ || (!parser_.pendingBytes() && reply_.model.empty() && looksWhole(piece))) {
            isWhole_ = true;
            whole_ += piece;
            return true;
        }
        for (const std::string& event : parser_.feed(piece))
            if (!take(event))
                return false;
        if (parser_.pendingBytes() > kMostPendingBytes)
            error_ = remoteError(RemoteFault::TooLarge, server_, "4 MiB");
        return !error_;
    }

    Result<ChatReply> finish() {
        if (error_)
            return fail(*error_);
        if (isWhole_)
            return finishWhole();
        if (const std::string last = parser_.finish(); !last.empty() && !take(last))
            return fail(*error_);
        if (!isDone_ && reply_.finishReason.empty())
            return fail(remoteError(RemoteFault::ClosedEarly, server_));
        return std::move(reply_);
    }

    const std::optional<Error>& error() const { return error_; }

  private:
    // A JSON object instead of events. Lines of a stream begin with a field's name or a colon.
    static bool looksWhole(std::string_view piece) {
        const std::size_t first = piece.find_first_not_of(" \t\r\n");
        return first != std::string_view::npos && piece[first] == '{';
    }

    Result<ChatReply> finishWhole() {
        DIPTYCH_TRY(ChatReply reply, readReply(whole_, server_));
        if (!reply.thinking.empty())
            sink_({}, reply.thinking);
        if (!reply.content.empty())
            sink_(reply.content, {});
        return reply;
    }

    bool take(const std::string& event) {
        if (isDone_ || event.empty())
            return true;
        if (event == "[DONE]") {
            isDone_ = true;
            return true;
        }
        const json object = json::parse(event, nullptr, false);
        if (!object.is_object()) {
            error_ = remoteError(RemoteFault::NotJson, server_);
            return false;
        }
        if (const auto failure = object.find("error"); failure != object.end()) {
            const std::string words =
                failure->is_object() ? textOf(*failure, "message") : textOf(object, "error");
            error_ = remoteError(RemoteFault::StreamBroken, server_,
                                 words.empty() ? "it names no reason" : toValidUtf8(words));
            return false;
        }
        readFacts(object, reply_);
        if (const json* choice = firstChoice(object))
            takeChoice(*choice);
        return true;
    }

    void takeChoice(const json& choice) {
        if (std::string reason = textOf(choice, "finish_reason"); !reason.empty())
            reply_.finishReason = std::move(reason);
        const auto delta = choice.find("delta");
        if (delta == choice.end() || !delta->is_object())
            return;
        const std::string thinking = thinkingOf(*delta);
        const std::string content = textOf(*delta, "content");
        reply_.thinking += thinking;
        reply_.content += content;
        if (!thinking.empty())
            sink_({}, thinking);
        if (!content.empty())
            sink_(content, {});
    }

    const ChatSink& sink_;
    std::string server_;
    SseParser parser_;
    ChatReply reply_;
    std::string whole_;
    std::optional<Error> error_;
    bool isWhole_ = false;
    bool isDone_ = false;
};

template <typename T>
void put(nlohmann::ordered_json& body, const char* key, const std::optional<T>& value) {
    if (value)
        body[key] = *value;
}

} // namespace

std::string chatBody(const ChatQuery& query, bool stream) {
    nlohmann::ordered_json body;
    body["model"] = query.model;
    body["messages"] = nlohmann::ordered_json::array();
    for (const ChatMessage& message : query.messages)
        body["messages"].push_back({{"role", message.role}, {"content", message.content}});
    body["max_tokens"] = query.maxTokens;
    put(body, "temperature", query.temperature);
    put(body, "top_p", query.topP);
    put(body, "top_k", query.topK);
    if (query.minP && *query.minP > 0.0)
        body["min_p"] = *query.minP;
    put(body, "presence_penalty", query.presencePenalty);
    put(body, "frequency_penalty", query.frequencyPenalty);
    put(body, "repetition_penalty", query.repetitionPenalty);
    put(body, "seed", query.seed);
    put(body, "enable_thinking", query.enableThinking);
    if (query.enableThinking == false)
        body["chat_template_kwargs"] = {{"enable_thinking", false}};
    if (query.ignoreStop)
        body["ignore_eos"] = true;
    if (stream) {
        body["stream"] = true;
        body["stream_options"] = {{"include_usage", true}};
    }
    return body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

ChatClient::ChatClient(std::shared_ptr<HttpTransport> transport, ServerAccess access)
    : exchange_(std::move(transport), std::move(access)) {}

Result<ChatReply> ChatClient::complete(const ChatQuery& query, const RunContext& context) const {
    EndpointCall call;
    call.endpoint = kEndpoint;
    call.body = chatBody(query, false);
    call.mostBytes = kMostReplyBytes;
    DIPTYCH_TRY(const HttpResponse response, exchange_.call(call, context));
    DIPTYCH_TRY_DONE(requireJson(response, exchange_.server()));
    return readReply(response.body, exchange_.server());
}

Result<ChatReply> ChatClient::stream(const ChatQuery& query, const ChatSink& sink,
                                     const RunContext& context) const {
    StreamReader reader(sink, exchange_.server());
    EndpointCall call;
    call.endpoint = kEndpoint;
    call.body = chatBody(query, true);
    call.accept = "text/event-stream, application/json;q=0.9";
    call.mostBytes = kMostReplyBytes;
    call.onBody = [&reader](std::string_view piece) { return reader.feed(piece); };
    const Result<HttpResponse> response = exchange_.call(call, context);
    if (reader.error() && !context.cancelled())
        return fail(*reader.error());
    if (!response)
        return fail(response.error());
    const std::string type = response->contentType();
    if (type != "text/event-stream")
        DIPTYCH_TRY_DONE(requireJson(*response, exchange_.server()));
    return reader.finish();
}

} // namespace diptych::net
