#include "core/cluster/cluster_pipeline.h"

#include "core/base/stopwatch.h"
#include "core/encoders/stop_ids.h"
#include "core/pipeline/write_text.h"
#include "core/tokenizer/tokenizer.h"

#include <optional>
#include <utility>

namespace diptych::cluster {

namespace {

tl::unexpected<Error> failElsewhere() {
    return fail(ErrorCode::Unsupported, "a cluster encodes prompts and writes texts, no more",
                "draw with another server and name this one there with --api-url");
}

class ClusterPipeline final : public ImagePipeline, private PromptRewriter {
  public:
    ClusterPipeline(std::shared_ptr<Coordinator> coordinator, ModelLocation location,
                    ModelSpec spec)
        : coordinator_(std::move(coordinator)), location_(std::move(location)),
          spec_(std::move(spec)) {}

    const ModelSpec& spec() const override { return spec_; }

    Result<EncodedPrompt> encode(const FormattedPrompt& prompt, int hiddenLayer,
                                 const RunContext& context) override {
        DIPTYCH_TRY(const std::vector<std::int32_t> ids, tokenize(prompt));
        return encodeTokens(ids, hiddenLayer, context);
    }

    Result<EncodedPrompt> encodeTokens(std::span<const std::int32_t> ids, int hiddenLayer,
                                       const RunContext& context) override {
        const std::vector<std::int32_t> one(ids.begin(), ids.end());
        DIPTYCH_TRY(std::vector<EncodedPrompt> encoded,
                    encodeBatch({&one, 1}, hiddenLayer, LastLayer::Normed, context));
        return std::move(encoded.front());
    }

    Result<std::vector<EncodedPrompt>> encodeBatch(std::span<const std::vector<std::int32_t>> batch,
                                                   int hiddenLayer, LastLayer last,
                                                   const RunContext& context) override {
        const Stopwatch watch;
        const auto total = static_cast<std::int64_t>(batch.size());
        context.report(Phase::Encode, 0, total);
        DIPTYCH_TRY(std::vector<HostTensor> states,
                    coordinator_->encode(batch, hiddenLayer, last == LastLayer::Normed, context));
        context.report(Phase::Encode, total, total);
        const std::string dtype = coordinator_->model().dtype;
        std::vector<EncodedPrompt> encoded;
        for (std::size_t i = 0; i < states.size(); ++i)
            encoded.push_back({std::move(states[i]),
                               batch[i],
                               hiddenLayer,
                               spec_.name,
                               dtype,
                               watch.seconds(),
                               {}});
        return encoded;
    }

    Result<std::vector<HostTensor>> allHiddenStates(std::span<const std::int32_t>,
                                                    const RunContext&) override {
        return fail(ErrorCode::Unsupported, "a cluster gives one hidden state at a time",
                    "ask for each layer, or encode on one machine");
    }

    Result<std::vector<std::int32_t>> tokenize(const FormattedPrompt& prompt) override {
        DIPTYCH_TRY_DONE(needTokenizer());
        return tokenizer_->encode(prompt.text);
    }

    Result<GenerationReport> generate(const ResolvedRequest&, const GenerationInputs&,
                                      const PictureHandler&, const RunContext&) override {
        return failElsewhere();
    }

    Result<std::vector<DecodedPicture>> decode(const HostTensor&, const RunContext&) override {
        return failElsewhere();
    }

    Result<EncodedPicture> encodePicture(const Image&, const RunContext&) override {
        return failElsewhere();
    }

    PromptRewriter& rewriter() override { return *this; }

    /// The weights are the ranks'.
    void unload() override {}

  private:
    Status needTokenizer() {
        if (tokenizer_)
            return Done{};
        DIPTYCH_TRY(const auto path, locateComponent(location_, Component::Tokenizer));
        DIPTYCH_TRY(tokenizer_, Tokenizer::load(path));
        return Done{};
    }

    Result<RewriteResult> rewrite(const RewriteRequest& request, TextSink* sink,
                                  const RunContext& context) override {
        DIPTYCH_TRY_DONE(checkRewrite(request));
        DIPTYCH_TRY_DONE(needTokenizer());
        const std::vector<std::int32_t> prompt = tokenizer_->encode(formatRewrite(request));
        DIPTYCH_TRY(const auto path, locateComponent(location_, Component::TextEncoder));
        DIPTYCH_TRY(std::vector<std::int32_t> stopIds, readStopIds(path));
        const WritingModel model{
            *tokenizer_, endsOfText(*tokenizer_, std::move(stopIds)),
            coordinator_->model().contextLength,
            [&](std::int64_t capacity) -> Result<std::unique_ptr<generation::TokenScorer>> {
                return coordinator_->startText(capacity);
            }};
        return writeText(model, request, prompt, sink, context);
    }

    std::shared_ptr<Coordinator> coordinator_;
    ModelLocation location_;
    ModelSpec spec_;
    std::optional<Tokenizer> tokenizer_;
};

} // namespace

Result<std::unique_ptr<ImagePipeline>> openClusterPipeline(std::shared_ptr<Coordinator> coordinator,
                                                           const ModelLocation& location) {
    DIPTYCH_TRY(ModelSpec spec, readModelSpec(location));
    spec.textLayerCount = static_cast<int>(coordinator->model().layerCount);
    if (spec.name.empty())
        spec.name = location.textEncoder.filename().string();
    return std::make_unique<ClusterPipeline>(std::move(coordinator), location, std::move(spec));
}

} // namespace diptych::cluster
