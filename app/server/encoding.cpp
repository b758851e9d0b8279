#include "app/server/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace diptych::server {

namespace {

/// A pass over this many already takes gigabytes; nobody writes such prompts.
constexpr std::size_t kMostTokens = 32768;

// A text encoder reads from left to right: the first rows do not depend on the later tokens.
void keepRows(EncodedPrompt& encoded, std::int64_t rows) {
    HostTensor& tensor = encoded.embedding;
    if (tensor.shape.at(0) <= rows)
        return;
    const std::size_t rowBytes = tensor.bytes.size() / static_cast<std::size_t>(tensor.shape[0]);
    tensor.shape[0] = rows;
    tensor.bytes.resize(rowBytes * static_cast<std::size_t>(rows));
    if (encoded.tokenIds.size() > static_cast<std::size_t>(rows))
        encoded.tokenIds.resize(static_cast<std::size_t>(rows));
}

Outcome<EncodedPrompt> encodeElsewhere(ServerContext& context, const HttpCall& call, Family family,
                                       const std::string& text, std::int64_t maxTokens,
                                       int hiddenLayer, LastLayer last) {
    if (last == LastLayer::Plain && context.engine->spec().textLayerCount == hiddenLayer)
        return tl::unexpected(errorReply(
            400, "this server encodes on another one, which has no last layer without norm"));
    auto encoded = std::make_shared<EncodedPrompt>();
    const auto job = std::make_shared<EngineJob>(
        clientOf(call), [=](ImagePipeline& pipeline, const RunContext& running) -> Status {
            DIPTYCH_TRY(*encoded, pipeline.encode({text, {}, {}}, hiddenLayer, running));
            return Done{};
        });
    if (auto reply = runJob(context, call, family, job))
        return tl::unexpected(std::move(*reply));
    keepRows(*encoded, maxTokens);
    return std::move(*encoded);
}

} // namespace

std::vector<std::int32_t> tokensOf(const ServerContext& context, const std::string& text,
                                   std::int64_t maxTokens) {
    std::vector<std::int32_t> ids = context.tokenizer->encode(text);
    if (ids.size() > static_cast<std::size_t>(maxTokens))
        ids.resize(static_cast<std::size_t>(maxTokens));
    return ids;
}

Outcome<EncodedPrompt> encodeText(ServerContext& context, const HttpCall& call, Family family,
                                  const std::string& text, std::int64_t maxTokens, int hiddenLayer,
                                  LastLayer last) {
    if (!context.encodes)
        return tl::unexpected(errorReply(503, "Encoder not loaded"));
    if (!context.encodesHere)
        return encodeElsewhere(context, call, family, text, maxTokens, hiddenLayer, last);
    std::vector<std::int32_t> ids = tokensOf(context, text, maxTokens);
    if (ids.empty())
        return tl::unexpected(problemReply(
            {{"input", "the input is empty: there is nothing to encode", "value_error"}}, family));
    if (ids.size() > kMostTokens)
        return tl::unexpected(problemReply(
            {{"input",
              fmt::format("the input has {} tokens, more than the {} that this server takes",
                          ids.size(), kMostTokens),
              "value_error"}},
            family));
    const auto job =
        std::make_shared<EngineJob>(clientOf(call), EncodeWork{std::move(ids), hiddenLayer, last});
    if (auto reply = runJob(context, call, family, job))
        return tl::unexpected(std::move(*reply));
    return job->takeEncoded();
}

} // namespace diptych::server
