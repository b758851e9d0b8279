#include "core/pipeline/inside/latent_preview.h"

#include "core/sampling/noise.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace diptych {

namespace {

constexpr std::int64_t kPictures = 4;
constexpr std::int64_t kSide = 128; // pixels
constexpr std::int64_t kSeed = 20;  // any: the fit must be the same every time
constexpr double kRidge = 1e-3;     // keeps the normal equations regular for channels that are idle

// Patches of random colours at three scales, in −1…1, [1, 3, kSide, kSide].
at::Tensor softPicture(sampling::NoiseSource& noise) {
    at::Tensor sum = at::zeros({1, 3, kSide, kSide});
    for (const std::int64_t cells : {2, 4, 16})
        sum += at::upsample_bilinear2d(noise.draw({1, 3, cells, cells}), {kSide, kSide}, false);
    return at::tanh(sum * 0.7);
}

// [1, C, h, w] → [h·w, C + 1], the last column 1.
at::Tensor rowsOf(const at::Tensor& latents) {
    const std::int64_t channels = latents.size(1);
    const at::Tensor rows = latents.permute({0, 2, 3, 1}).reshape({-1, channels});
    return at::cat({rows, at::ones({rows.size(0), 1})}, 1);
}

} // namespace

LatentPreview LatentPreview::fit(const models::AutoencoderKL& model, const RunContext& context) {
    sampling::NoiseSource noise(kSeed);
    std::vector<at::Tensor> inputs;
    std::vector<at::Tensor> outputs;
    const RunContext silent{context.cancel, nullptr, nullptr};
    const at::Device device = model.encoderIn.weight.device();
    for (std::int64_t i = 0; i < kPictures; ++i) {
        context.throwIfCancelled();
        const at::Tensor mean = model.encode(softPicture(noise).to(device), silent).mean;
        const at::Tensor latents = model.toSamplingSpace(mean);
        const at::Tensor picture = model.decode(latents, silent).to(at::kCPU, at::kFloat);
        const std::int64_t cell = kSide / latents.size(2);          // pixels
        inputs.push_back(rowsOf(latents.to(at::kCPU, at::kFloat))); // [h·w, C + 1]
        outputs.push_back(at::avg_pool2d(picture.clamp(-1, 1), {cell, cell})
                              .permute({0, 2, 3, 1})
                              .reshape({-1, 3})); // [h·w, 3]
    }
    const at::Tensor a = at::cat(inputs, 0).to(at::kDouble);
    const at::Tensor b = at::cat(outputs, 0).to(at::kDouble);
    const at::Tensor ridge = at::eye(a.size(1), at::kDouble) * (kRidge * a.size(0));
    const at::Tensor normal = at::matmul(a.t(), a) + ridge; // [C + 1, C + 1]
    return LatentPreview(at::matmul(at::inverse(normal), at::matmul(a.t(), b)).to(at::kFloat));
}

at::Tensor LatentPreview::picture(const at::Tensor& latents) const {
    const at::Tensor rows = rowsOf(latents.to(at::kCPU, at::kFloat));
    const at::Tensor colours = at::matmul(rows, weights_) * 127.5 + 127.5; // [h·w, 3]
    return colours.clamp(0, 255).to(at::kByte).reshape({latents.size(2), latents.size(3), 3});
}

void LatentPreview::show(const at::Tensor& latents, int step, const RunContext& context) const {
    if (!context.preview)
        return;
    const at::Tensor bytes = picture(latents).contiguous();
    const auto* begin = bytes.data_ptr<std::uint8_t>();
    context.preview->preview(step, static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)),
                             {begin, begin + bytes.numel()});
}

} // namespace diptych
