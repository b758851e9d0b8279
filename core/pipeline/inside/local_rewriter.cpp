#include "core/pipeline/inside/local_rewriter.h"

#include "core/base/stopwatch.h"
#include "core/encoders/stop_ids.h"
#include "core/generation/generate_tokens.h"
#include "core/tokenizer/stream_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace diptych {

Result<std::vector<std::int32_t>> LocalRewriter::readEnds() const {
    DIPTYCH_TRY(const auto path,
                locateComponent(components_.options().location, Component::TextEncoder));
    DIPTYCH_TRY(std::vector<std::int32_t> ids, readStopIds(path));
    for (const char* token : {"<|im_end|>", "<|endoftext|>"})
        if (const auto id = components_.tokenizer().tokenId(token))
            ids.push_back(*id);
    return ids;
}

Result<RewriteResult> LocalRewriter::rewrite(const RewriteRequest& request, TextSink* sink,
                                             const RunContext& context) {
    DIPTYCH_TRY_DONE(checkRewrite(request));
    DIPTYCH_TRY_DONE(components_.needTokenizer());
    const std::vector<std::int32_t> prompt = components_.tokenizer().encode(formatRewrite(request));
    DIPTYCH_TRY(const std::vector<std::int32_t> ends, readEnds());
    const CallEnd end(components_);
    DIPTYCH_TRY_DONE(components_.needTextEncoder(context));
    components_.loras().removeFrom(lora::Part::TextEncoder);
    LocalTextEncoder& encoder = components_.textEncoder();

    const auto promptLength = static_cast<std::int64_t>(prompt.size());
    const std::int64_t room = encoder.config().contextLength - promptLength;
    if (room < 1)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("instruction and prompt have {} tokens, more than the model can "
                                "read ({})",
                                promptLength, encoder.config().contextLength),
                    "shorten them");
    const std::int64_t maxTokens = std::min<std::int64_t>(request.sampling.maxTokens, room);

    const Stopwatch watch;
    DIPTYCH_TRY(const auto scorer,
                encoder.startText(promptLength + maxTokens, request.keyValueCache
                                                                ? models::KeyValueCache::On
                                                                : models::KeyValueCache::Off));
    generation::TokenSampler sampler(request.sampling, request.seed, prompt);
    generation::GenerationLimits limits{{}, static_cast<int>(maxTokens)};
    if (!request.ignoreStop)
        limits.stopIds = ends;
    RewriteAnswer answer(request, sink);
    StreamDecoder decoder(components_.tokenizer(),
                          request.raw ? SpecialTokens::Keep : SpecialTokens::Skip);
    bool reading = true;
    const auto onToken = [&](std::int32_t id) {
        if (std::exchange(reading, false))
            context.report(Phase::Encode, 1, 1);
        const bool isEnd =
            std::find(limits.stopIds.begin(), limits.stopIds.end(), id) != limits.stopIds.end();
        if (!isEnd)
            answer.push(decoder.push(id));
    };
    context.report(Phase::Encode, 0, 1);
    DIPTYCH_TRY(generation::GeneratedTokens generated,
                generation::generateTokens(*scorer, sampler, prompt, limits, onToken, context));
    answer.push(decoder.finish());
    RewriteResult result;
    result.tokenIds = std::move(generated.ids);
    result.tokenCount = static_cast<std::int64_t>(result.tokenIds.size());
    result.seconds = watch.seconds();
    result.tokensPerSecond =
        static_cast<double>(result.tokenCount) / std::max(result.seconds, 1e-9);
    answer.finish(generated.finishReason, result);
    return result;
}

} // namespace diptych
