// The bodies of POST /v1/chat/completions: what is asked, whole answers, and pieces of answers.
#pragma once

#include "app/server/body_reader.h"
#include "core/pipeline/prompt_rewriter.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace diptych::server {

struct ChatRequest {
    std::string model;
    RewriteRequest text; ///< the messages as one raw text, with the numbers that go with it
    bool stream = false;
    bool includeUsage = false; ///< in the last piece of a stream
};

/// Problems stay in `body`.
ChatRequest readChatRequest(BodyReader& body);

/// What all pieces of an answer have in common.
struct ChatFacts {
    std::string id;
    std::int64_t created = 0; ///< seconds since 1970
    std::string model;
    std::size_t promptTokens = 0;
};

/// A whole answer.
nlohmann::ordered_json chatCompletion(const ChatFacts& facts, const RewriteResult& result);

/// "data: …" and an empty line, for the members of `delta`.
std::string chatChunk(const ChatFacts& facts, nlohmann::ordered_json delta);
/// The last one before "data: [DONE]".
std::string lastChatChunk(const ChatFacts& facts, const RewriteResult& result, bool includeUsage);
/// An error in the middle of a stream.
std::string chatErrorEvent(const std::string& message);

} // namespace diptych::server
