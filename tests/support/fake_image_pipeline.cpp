#include "tests/support/fake_image_pipeline.h"

#include <cstring>
#include <numeric>
#include <utility>

namespace diptych::test {

HostTensor filledTensor(std::vector<std::int64_t> shape, float value) {
    const auto count = static_cast<std::size_t>(
        std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
    HostTensor tensor{StorageType::F32, std::move(shape), {}};
    tensor.bytes.resize(count * sizeof(float));
    for (std::size_t i = 0; i < count; ++i)
        std::memcpy(tensor.bytes.data() + i * sizeof(float), &value, sizeof(float));
    return tensor;
}

namespace {

Image plainImage(int width, int height, std::uint8_t value) {
    return valueOrThrow(fromInterleavedRgb8(
        width, height,
        std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height * 3, value)));
}

} // namespace

Result<RewriteResult> FakePromptRewriter::rewrite(const RewriteRequest& request, TextSink* sink,
                                                  const RunContext& context) {
    constexpr std::size_t kPieceBytes = 5;
    requests.push_back(request);
    DIPTYCH_TRY_DONE(checkRewrite(request));
    RewriteAnswer answer(request, sink);
    RewriteResult result;
    for (std::size_t at = 0; at < writes.size(); at += kPieceBytes) {
        if (context.cancelled())
            return fail(cancelledError());
        answer.push(writes.substr(at, kPieceBytes));
        result.tokenIds.push_back(static_cast<std::int32_t>(at));
        if (afterPiece)
            afterPiece(result.tokenIds.size());
        if (error)
            return fail(*error);
    }
    result.tokenCount = static_cast<std::int64_t>(result.tokenIds.size());
    result.seconds = 2.0;
    result.tokensPerSecond = static_cast<double>(result.tokenIds.size()) / result.seconds;
    answer.finish(finishReason, result);
    return result;
}

FakeImagePipeline::FakeImagePipeline(std::shared_ptr<FakePipelineState> state)
    : state_(std::move(state)) {}

const ModelSpec& FakeImagePipeline::spec() const {
    return state_->spec;
}

Status FakeImagePipeline::checkCall(const RunContext& context) const {
    if (state_->workError)
        return fail(*state_->workError);
    if (context.cancelled())
        return fail(cancelledError());
    return Done{};
}

Status FakeImagePipeline::walkSteps(int steps, const RunContext& context) const {
    context.report(Phase::Sample, 0, steps);
    for (int step = 1; step <= steps; ++step) {
        if (state_->beforeStep)
            DIPTYCH_TRY_DONE(state_->beforeStep(step, context));
        if (context.cancelled())
            return fail(cancelledError());
        context.report(Phase::Sample, step, steps);
        if (context.preview)
            context.preview->preview(step, 2, 2, std::vector<std::uint8_t>(12, 128));
    }
    return Done{};
}

Result<EncodedPrompt> FakeImagePipeline::encode(const FormattedPrompt& prompt, int hiddenLayer,
                                                const RunContext& context) {
    state_->encoded.push_back(prompt);
    DIPTYCH_TRY(const std::vector<std::int32_t> ids, tokenize(prompt));
    return encodeTokens(ids, hiddenLayer, context);
}

Result<EncodedPrompt> FakeImagePipeline::encodeTokens(std::span<const std::int32_t> ids,
                                                      int hiddenLayer, const RunContext& context) {
    DIPTYCH_TRY_DONE(checkCall(context));
    state_->encodedIds.emplace_back(ids.begin(), ids.end());
    context.report(Phase::Encode, 0, 1);
    EncodedPrompt encoded;
    encoded.embedding = filledTensor({static_cast<std::int64_t>(ids.size()), kWidth}, 1.0F);
    encoded.tokenIds.assign(ids.begin(), ids.end());
    encoded.hiddenLayer = hiddenLayer;
    encoded.encoder = "fake-encoder";
    encoded.dtype = "bfloat16";
    context.report(Phase::Encode, 1, 1);
    return encoded;
}

Result<std::vector<EncodedPrompt>>
FakeImagePipeline::encodeBatch(std::span<const std::vector<std::int32_t>> batch, int hiddenLayer,
                               LastLayer, const RunContext& context) {
    state_->batchSizes.push_back(batch.size());
    std::vector<EncodedPrompt> encoded;
    for (const std::vector<std::int32_t>& ids : batch) {
        DIPTYCH_TRY(EncodedPrompt prompt, encodeTokens(ids, hiddenLayer, context));
        encoded.push_back(std::move(prompt));
    }
    return encoded;
}

Result<std::vector<HostTensor>>
FakeImagePipeline::allHiddenStates(std::span<const std::int32_t> ids, const RunContext& context) {
    DIPTYCH_TRY_DONE(checkCall(context));
    std::vector<HostTensor> states;
    for (std::int64_t layer = 0; layer <= kLayerCount; ++layer)
        states.push_back(filledTensor({static_cast<std::int64_t>(ids.size()), kWidth},
                                      static_cast<float>(layer)));
    return states;
}

Result<std::vector<std::int32_t>> FakeImagePipeline::tokenize(const FormattedPrompt& prompt) {
    return std::vector<std::int32_t>(prompt.text.begin(), prompt.text.end());
}

Result<GenerationReport> FakeImagePipeline::generate(const ResolvedRequest& request,
                                                     const GenerationInputs& inputs,
                                                     const PictureHandler& onPicture,
                                                     const RunContext& context) {
    state_->request = request;
    state_->requests.push_back(request.request);
    state_->inputs = inputs;
    DIPTYCH_TRY_DONE(checkCall(context));
    const GenerationRequest& wish = request.request;
    GenerationReport report;
    if (inputs.promptEmbeddings.empty()) {
        report.formattedPrompt = formatChat(wish.conversation);
        DIPTYCH_TRY(EncodedPrompt encoded,
                    encode(report.formattedPrompt, wish.hiddenLayer, context));
        report.prompts.push_back(std::move(encoded));
    }
    report.model = state_->spec.name;
    report.encoder = "fake-encoder";
    report.dtype = "bfloat16";
    report.width = wish.width;
    report.height = wish.height;
    for (int index = 0; index < wish.count; ++index) {
        if (context.cancelled())
            return fail(cancelledError());
        DIPTYCH_TRY_DONE(walkSteps(wish.steps, context));
        HostTensor latents =
            filledTensor({1, 16, wish.height / 8, wish.width / 8}, static_cast<float>(index));
        if (inputs.onLatents)
            DIPTYCH_TRY_DONE(inputs.onLatents(latents, index, *wish.seed + index, report));
        if (state_->beforeDecode)
            DIPTYCH_TRY_DONE(state_->beforeDecode(context));
        GeneratedPicture picture{
            plainImage(wish.width, wish.height, static_cast<std::uint8_t>(*wish.seed + index)),
            std::move(latents),
            index,
            *wish.seed + index,
            0.25,
            "noise of " + std::to_string(*wish.seed + index)};
        DIPTYCH_TRY_DONE(onPicture(picture, report));
        if (state_->afterPicture)
            state_->afterPicture(index + 1);
    }
    report.evaluations = wish.steps * wish.count;
    report.seconds = {1.0, 2.0, 3.0, 4.0};
    report.notices.push_back({"fake_notice", "the pictures are plain"});
    return report;
}

Result<std::vector<DecodedPicture>> FakeImagePipeline::decode(const HostTensor& latents,
                                                              const RunContext& context) {
    DIPTYCH_TRY_DONE(checkCall(context));
    const std::int64_t height = latents.shape[2] * 8;
    const std::int64_t width = latents.shape[3] * 8;
    std::vector<DecodedPicture> pictures;
    for (std::int64_t i = 0; i < latents.shape[0]; ++i)
        pictures.push_back({plainImage(static_cast<int>(width), static_cast<int>(height),
                                       static_cast<std::uint8_t>(i)),
                            filledTensor({1, 3, height, width}, static_cast<float>(i))});
    return pictures;
}

Result<EncodedPicture> FakeImagePipeline::encodePicture(const Image& image,
                                                        const RunContext& context) {
    DIPTYCH_TRY_DONE(checkCall(context));
    const std::vector<std::int64_t> shape = {1, 16, image.height() / 8, image.width() / 8};
    return EncodedPicture{filledTensor(shape, 1.0F), filledTensor(shape, 2.0F),
                          filledTensor(shape, 3.0F)};
}

} // namespace diptych::test
