// POST /v1/chat/completions, plain and streamed: what the prompt rewriter needs of another machine.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/net/http_exchange.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::net {

struct ChatMessage {
    std::string role; ///< "system", "user", "assistant"
    std::string content;
};

/// What is empty is not sent: the server's default counts.
struct ChatQuery {
    std::string model;
    std::vector<ChatMessage> messages;
    int maxTokens = 512;
    std::optional<double> temperature; ///< 0…2
    std::optional<double> topP;        ///< 0…1
    std::optional<int> topK;
    std::optional<double> minP; ///< sent when above 0
    std::optional<double> presencePenalty;
    std::optional<double> frequencyPenalty;
    std::optional<double> repetitionPenalty;
    std::optional<std::int64_t> seed;
    /// Sent as `enable_thinking`; off also in `chat_template_kwargs`, which is where servers that
    /// run chat templates look for it.
    std::optional<bool> enableThinking;
    bool ignoreStop = false; ///< sent as `ignore_eos` when set
};

struct ChatUsage {
    std::int64_t promptTokens = 0;
    std::int64_t completionTokens = 0;
};

struct ChatReply {
    std::string content;      ///< as the server sends it; <think> tags may be in it
    std::string thinking;     ///< "thinking" or "reasoning_content", where the server cuts it off
    std::string finishReason; ///< "stop", "length", …; empty = not told
    std::string model;
    std::optional<ChatUsage> usage;
};

/// Gets what is new of a reply while it is written; one of the two is empty.
using ChatSink = std::function<void(std::string_view content, std::string_view thinking)>;

class ChatClient {
  public:
    ChatClient(std::shared_ptr<HttpTransport> transport, ServerAccess access);

    /// Errors: Network, Remote, Cancelled.
    Result<ChatReply> complete(const ChatQuery& query, const RunContext& context) const;

    /// As `complete`, handing on each piece as it comes. A server that answers as a whole although
    /// it was asked for a stream is understood. Errors: also Remote (stream_broken: the server
    /// sends an error in the middle; closed_early: the stream ends without its end mark).
    Result<ChatReply> stream(const ChatQuery& query, const ChatSink& sink,
                             const RunContext& context) const;

    const HttpExchange& exchange() const { return exchange_; }

  private:
    HttpExchange exchange_;
};

/// The body of a request.
std::string chatBody(const ChatQuery& query, bool stream);

} // namespace diptych::net
