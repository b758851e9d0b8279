#include "app/worker/pipeline_loan.h"

#include <utility>

namespace diptych::worker {

namespace {

/// A call that returns a value, lent.
template <typename T> class Lent {
  public:
    Lent(const PipelineLender& lend, const PipelineOptions& options)
        : lend_(lend), options_(options) {}

    template <typename Call> Result<T> operator()(const std::stop_token& stop, Call call) const {
        std::optional<T> value;
        DIPTYCH_TRY_DONE(lend_(
            options_,
            [&](ImagePipeline& pipeline) -> Status {
                DIPTYCH_TRY(value, call(pipeline));
                return Done{};
            },
            stop));
        return std::move(*value);
    }

  private:
    const PipelineLender& lend_;
    const PipelineOptions& options_;
};

class BorrowedRewriter final : public PromptRewriter {
  public:
    BorrowedRewriter(const PipelineLender& lend, const PipelineOptions& options)
        : lent_(lend, options) {}

    Result<RewriteResult> rewrite(const RewriteRequest& request, TextSink* sink,
                                  const RunContext& context) override {
        return lent_(context.cancel, [&](ImagePipeline& pipeline) {
            return pipeline.rewriter().rewrite(request, sink, context);
        });
    }

  private:
    Lent<RewriteResult> lent_;
};

class BorrowedPipeline final : public ImagePipeline {
  public:
    BorrowedPipeline(PipelineLender lend, PipelineOptions options, ModelSpec spec)
        : lend_(std::move(lend)), options_(std::move(options)), spec_(std::move(spec)) {}

    const ModelSpec& spec() const override { return spec_; }

    Result<EncodedPrompt> encode(const FormattedPrompt& prompt, int hiddenLayer,
                                 const RunContext& context) override {
        return lent<EncodedPrompt>(context.cancel, [&](ImagePipeline& pipeline) {
            return pipeline.encode(prompt, hiddenLayer, context);
        });
    }
    Result<EncodedPrompt> encodeTokens(std::span<const std::int32_t> ids, int hiddenLayer,
                                       const RunContext& context) override {
        return lent<EncodedPrompt>(context.cancel, [&](ImagePipeline& pipeline) {
            return pipeline.encodeTokens(ids, hiddenLayer, context);
        });
    }
    Result<std::vector<EncodedPrompt>> encodeBatch(std::span<const std::vector<std::int32_t>> batch,
                                                   int hiddenLayer, LastLayer last,
                                                   const RunContext& context) override {
        return lent<std::vector<EncodedPrompt>>(context.cancel, [&](ImagePipeline& pipeline) {
            return pipeline.encodeBatch(batch, hiddenLayer, last, context);
        });
    }
    Result<std::vector<HostTensor>> allHiddenStates(std::span<const std::int32_t> ids,
                                                    const RunContext& context) override {
        return lent<std::vector<HostTensor>>(context.cancel, [&](ImagePipeline& pipeline) {
            return pipeline.allHiddenStates(ids, context);
        });
    }
    Result<std::vector<std::int32_t>> tokenize(const FormattedPrompt& prompt) override {
        return lent<std::vector<std::int32_t>>(
            {}, [&](ImagePipeline& pipeline) { return pipeline.tokenize(prompt); });
    }
    Result<GenerationReport> generate(const ResolvedRequest& request,
                                      const GenerationInputs& inputs,
                                      const PictureHandler& onPicture,
                                      const RunContext& context) override {
        return lent<GenerationReport>(context.cancel, [&](ImagePipeline& pipeline) {
            return pipeline.generate(request, inputs, onPicture, context);
        });
    }
    Result<std::vector<DecodedPicture>> decode(const HostTensor& latents,
                                               const RunContext& context) override {
        return lent<std::vector<DecodedPicture>>(context.cancel, [&](ImagePipeline& pipeline) {
            return pipeline.decode(latents, context);
        });
    }
    Result<EncodedPicture> encodePicture(const Image& image, const RunContext& context) override {
        return lent<EncodedPicture>(context.cancel, [&](ImagePipeline& pipeline) {
            return pipeline.encodePicture(image, context);
        });
    }
    PromptRewriter& rewriter() override { return rewriter_; }
    void unload() override {
        static_cast<void>(lend_(options_,
                                [](ImagePipeline& pipeline) -> Status {
                                    pipeline.unload();
                                    return Done{};
                                },
                                {}));
    }

  private:
    template <typename T, typename Call>
    Result<T> lent(const std::stop_token& stop, Call call) const {
        return Lent<T>(lend_, options_)(stop, std::move(call));
    }

    PipelineLender lend_;
    PipelineOptions options_;
    ModelSpec spec_;
    BorrowedRewriter rewriter_{lend_, options_};
};

} // namespace

Status PipelineLoan::wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return begun_ || result_; });
    if (!begun_ && !result_) {
        result_ = fail(cancelledError()); // whoever comes later finds nobody waiting
        return *result_;
    }
    changed_.wait(lock, [&] { return result_.has_value(); });
    return *result_;
}

bool PipelineLoan::begin() {
    {
        const std::lock_guard lock(mutex_);
        if (result_)
            return false;
        begun_ = true;
    }
    changed_.notify_all();
    return true;
}

void PipelineLoan::finish(Status status) {
    {
        const std::lock_guard lock(mutex_);
        if (!result_)
            result_ = std::move(status);
    }
    changed_.notify_all();
}

std::unique_ptr<ImagePipeline> borrowPipeline(PipelineLender lend, PipelineOptions options,
                                              ModelSpec spec) {
    return std::make_unique<BorrowedPipeline>(std::move(lend), std::move(options), std::move(spec));
}

} // namespace diptych::worker
