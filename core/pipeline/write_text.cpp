#include "core/pipeline/write_text.h"

#include "core/base/stopwatch.h"
#include "core/tokenizer/stream_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace diptych {

std::vector<std::int32_t> endsOfText(const Tokenizer& tokenizer,
                                     std::vector<std::int32_t> stopIds) {
    for (const char* token : {"<|im_end|>", "<|endoftext|>"})
        if (const auto id = tokenizer.tokenId(token))
            stopIds.push_back(*id);
    return stopIds;
}

Result<RewriteResult> writeText(const WritingModel& model, const RewriteRequest& request,
                                std::span<const std::int32_t> prompt, TextSink* sink,
                                const RunContext& context) {
    const auto promptLength = static_cast<std::int64_t>(prompt.size());
    const std::int64_t room = model.contextLength - promptLength;
    if (room < 1)
        return fail(ErrorCode::InvalidInput,
                    fmt::format("instruction and prompt have {} tokens, more than the model can "
                                "read ({})",
                                promptLength, model.contextLength),
                    "shorten them");
    const std::int64_t maxTokens = std::min<std::int64_t>(request.sampling.maxTokens, room);

    const Stopwatch watch;
    DIPTYCH_TRY(const auto scorer, model.start(promptLength + maxTokens));
    generation::TokenSampler sampler(request.sampling, request.seed, prompt);
    generation::GenerationLimits limits{{}, static_cast<int>(maxTokens)};
    if (!request.ignoreStop)
        limits.stopIds = model.ends;
    RewriteAnswer answer(request, sink);
    StreamDecoder decoder(model.tokenizer, request.raw ? SpecialTokens::Keep : SpecialTokens::Skip);
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
