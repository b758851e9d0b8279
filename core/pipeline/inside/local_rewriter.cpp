#include "core/pipeline/inside/local_rewriter.h"

#include "core/encoders/stop_ids.h"
#include "core/pipeline/write_text.h"

#include <utility>

namespace diptych {

Result<RewriteResult> LocalRewriter::rewrite(const RewriteRequest& request, TextSink* sink,
                                             const RunContext& context) {
    DIPTYCH_TRY_DONE(checkRewrite(request));
    DIPTYCH_TRY_DONE(components_.needTokenizer());
    const Tokenizer& tokenizer = components_.tokenizer();
    const std::vector<std::int32_t> prompt = tokenizer.encode(formatRewrite(request));
    DIPTYCH_TRY(const auto path,
                locateComponent(components_.options().location, Component::TextEncoder));
    DIPTYCH_TRY(std::vector<std::int32_t> stopIds, readStopIds(path));
    const CallEnd end(components_);
    DIPTYCH_TRY_DONE(components_.needTextEncoder(context));
    components_.loras().removeFrom(lora::Part::TextEncoder);
    LocalTextEncoder& encoder = components_.textEncoder();
    const auto cache =
        request.keyValueCache ? models::KeyValueCache::On : models::KeyValueCache::Off;
    const WritingModel model{
        tokenizer, endsOfText(tokenizer, std::move(stopIds)), encoder.config().contextLength,
        [&](std::int64_t capacity) { return encoder.startText(capacity, cache); }};
    return writeText(model, request, prompt, sink, context);
}

} // namespace diptych
