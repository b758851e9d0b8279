#include "core/pipeline/inside/picture_sampler.h"

#include "core/pipeline/inside/z_image_components.h"
#include "core/sampling/guidance.h"
#include "core/sampling/noise.h"
#include "core/sampling/solver.h"

#include <ATen/ATen.h>

#include <fmt/format.h>

#include <algorithm>

namespace diptych {

namespace {

// 7 to 12 of 30 layers, in proportion.
std::vector<int> defaultSkippedLayers(int layerCount) {
    std::vector<int> layers;
    for (int layer = layerCount * 7 / 30; layer < std::max(layerCount * 13 / 30, 1); ++layer)
        layers.push_back(layer);
    return layers;
}

std::vector<int> skippedLayersOf(const SkipLayerGuidance& skip, int layerCount) {
    if (skip.scale == 0.0)
        return {};
    for (const int layer : skip.layers)
        if (layer >= layerCount)
            throw ErrorException(
                Error{ErrorCode::InvalidInput,
                      fmt::format("slg_layers names layer {}, but this "
                                  "transformer has the layers 0 to {}",
                                  layer, layerCount - 1),
                      "name layers around the first third, or none for the default",
                      "",
                      {"slg_layers"}});
    return skip.layers.empty() ? defaultSkippedLayers(layerCount) : skip.layers;
}

} // namespace

PictureSampler::PictureSampler(const models::ZImageTransformer& model, at::Device device,
                               const GenerationRequest& request, const sampling::Schedule& schedule,
                               const RunContext& context)
    : model_(model), device_(device), request_(request), schedule_(schedule), context_(context),
      skippedLayers_(skippedLayersOf(request.skipLayers, static_cast<int>(model.layers.size()))) {}

void PictureSampler::beginPicture(int totalSteps) {
    stepsDone_ = 0;
    stepsInAll_ = totalSteps;
    context_.report(Phase::Sample, 0, stepsInAll_);
}

const models::ZImagePrompts& PictureSampler::promptsFor(const at::Tensor& x, Captions& captions,
                                                        bool together) {
    const std::int64_t height = x.size(2);
    const std::int64_t width = x.size(3);
    auto found =
        std::find_if(captions.prepared.begin(), captions.prepared.end(),
                     [&](const Captions::Prepared& prepared) {
                         return prepared.latentHeight == height && prepared.latentWidth == width;
                     });
    if (found == captions.prepared.end())
        found = captions.prepared.insert(found, {height, width, {}, {}});
    auto& prompts = together ? found->together : found->alone;
    if (!prompts) {
        std::vector<at::Tensor> list{captions.positive};
        if (together)
            list.push_back(captions.negative);
        prompts = model_.prepare(list, height, width, context_);
    }
    return *prompts;
}

bool PictureSampler::skipsLayersAt(int step) const {
    const double share = static_cast<double>(step) / schedule_.steps();
    return !skippedLayers_.empty() && share >= request_.skipLayers.start &&
           share < request_.skipLayers.stop;
}

// The prediction data − noise after all guidance, [1, C, h, w] float32, at time t.
at::Tensor PictureSampler::predict(const at::Tensor& x, float t, int step, Captions& captions) {
    at::Tensor positive;
    at::Tensor result;
    evaluations_.all += 1;
    if (captions.negative.defined() && sampling::isGuided(t, request_.cfgTruncation)) {
        evaluations_.guided += 1;
        const at::Tensor both = model_.forward(at::cat({x, x}, 0), t, promptsFor(x, captions, true),
                                               context_); // [2, C, h, w]
        positive = both.narrow(0, 0, 1);
        result = sampling::guide(positive, both.narrow(0, 1, 1), request_.guidanceScale);
        const double limit = request_.cfgNormalization.value_or(0.0);
        if (limit > 0.0)
            result = sampling::limitNorm(result, positive, limit);
    } else {
        positive = model_.forward(x, t, promptsFor(x, captions, false), context_);
        result = positive;
    }
    if (!skipsLayersAt(step))
        return result;
    evaluations_.all += 1;
    evaluations_.skipped += 1;
    const at::Tensor skipped =
        model_.forward(x, t, promptsFor(x, captions, false), context_, skippedLayers_);
    return result + (positive - skipped) * request_.skipLayers.scale;
}

at::Tensor PictureSampler::run(const SamplingPass& pass, Captions& captions) {
    const int steps = schedule_.steps();
    const at::Tensor noise = pass.noise.to(device_);
    const at::Tensor source = pass.source.defined() ? pass.source.to(device_) : at::Tensor();
    const at::Tensor mask = pass.mask.defined() ? pass.mask.to(device_) : at::Tensor();
    const auto sigmaAt = [&](int step) { return schedule_.sigmas[static_cast<std::size_t>(step)]; };
    at::Tensor x =
        source.defined() ? sampling::addNoise(source, noise, sigmaAt(pass.firstStep)) : noise;

    const sampling::Schedule rest{
        {schedule_.sigmas.begin() + pass.firstStep, schedule_.sigmas.end()}};
    const auto solver = valueOrThrow(sampling::makeSolver(request_.scheduler, rest));
    at::Tensor outlook; // where the last prediction leads in one go
    for (int step = pass.firstStep; step < steps; ++step) {
        context_.throwIfCancelled();
        const sampling::Velocity velocity = [&](const at::Tensor& at, float sigma) {
            // The transformer's time runs from 0 (noise) to 1 (picture); its output is data −
            // noise.
            const float t = (1000.0F - 1000.0F * sigma) / 1000.0F;
            const at::Tensor prediction = predict(at, t, step, captions); // data − noise
            if (preview_)
                outlook = at + sigma * prediction;
            return -prediction;
        };
        x = solver->step(x, step - pass.firstStep, velocity);
        if (mask.defined()) // known parts stand at the noise level that x has reached
            x = x * mask + sampling::addNoise(source, noise, sigmaAt(step + 1)) * (1 - mask);
        if (x.is_cpu()) // elsewhere the question would wait for the device in every step
            requireFinite(x, fmt::format("the result of step {} of the transformer", step + 1));
        context_.report(Phase::Sample, ++stepsDone_, stepsInAll_);
        if (preview_)
            preview_->show(outlook, stepsDone_, context_);
    }
    requireFinite(x, "the transformer's result");
    return x;
}

at::Tensor enlargeLatents(const at::Tensor& latents, std::int64_t height, std::int64_t width) {
    return at::upsample_bicubic2d(latents, {height, width}, false);
}

} // namespace diptych
