#include "core/models/autoencoder_stages.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace diptych::models {

namespace {

constexpr double kNormEps = 1e-6;
// Work between two looks at the stop request: a tenth of a second or two on a processor.
constexpr std::int64_t kFlopsPerBand = 10'000'000'000;
// Scores of this many float32 values (16 MiB) are in memory at a time.
constexpr std::int64_t kScoreBudget = 4 << 20;

// What a convolution of this model adds around its input: half a kernel on each side; when it
// halves the size, one row below and one column to the right.
struct Margins {
    std::int64_t before = 0, after = 0;
};

Margins marginsOf(const Convolution& convolution) {
    if (convolution.stride > 1)
        return {0, 1};
    return {convolution.padding, convolution.padding};
}

// Output rows to do at a time.
std::int64_t rowsPerBand(const at::Tensor& x, const at::Tensor& weight, std::int64_t outWidth) {
    const std::int64_t channels = std::max(weight.size(0), weight.size(1));
    const std::int64_t byMemory = kValuesPerBand / (channels * outWidth);
    const std::int64_t byTime = kFlopsPerBand / (2 * weight.numel() * outWidth);
    return std::max<std::int64_t>(1, x.is_cpu() ? std::min(byMemory, byTime) : byMemory);
}

} // namespace

void NormStatistics::measure(const GroupNorm& norm, const at::Tensor& x) {
    const std::int64_t C = x.size(1);
    const auto measured = at::native_group_norm(x.contiguous(), norm.weight, norm.bias, 1, C,
                                                x.size(2) * x.size(3), norm.groups, kNormEps);
    const auto perChannel = [&](const at::Tensor& perGroup) { // [1, groups] → [C]
        return perGroup.flatten().to(at::kFloat).repeat_interleave(C / norm.groups);
    };
    const at::Tensor deviation = perChannel(std::get<2>(measured)).reciprocal(); // √(variance+eps)
    channels_[&norm] = {perChannel(std::get<1>(measured)), deviation * deviation,
                        norm.weight.to(at::kFloat), norm.bias.to(at::kFloat)};
}

at::Tensor NormStatistics::normalise(const GroupNorm& norm, const at::Tensor& x) const {
    const Channels& known = channels_.at(&norm);
    return at::batch_norm(x, known.weight, known.bias, known.mean, known.variance,
                          /*training=*/false, /*momentum=*/0.0, /*eps=*/0.0,
                          /*cudnn_enabled=*/false);
}

at::Tensor AutoencoderStages::convolve(const Convolution& convolution, const at::Tensor& x,
                                       const GroupNorm* norm) {
    if (norm && source_ == NormSource::Measured)
        statistics_.measure(*norm, x);
    const auto [before, after] = marginsOf(convolution);
    const at::Tensor& weight = convolution.weight; // [out, in, k, k]
    const std::int64_t kernel = weight.size(2);
    const std::int64_t stride = convolution.stride;
    const std::int64_t inHeight = x.size(2);
    const std::int64_t outHeight = (inHeight + before + after - kernel) / stride + 1;
    const std::int64_t outWidth = (x.size(3) + before + after - kernel) / stride + 1;
    at::Tensor out = at::empty({1, weight.size(0), outHeight, outWidth}, x.options());
    const std::int64_t rows = rowsPerBand(x, weight, outWidth);
    for (std::int64_t first = 0; first < outHeight; first += rows) {
        context_.throwIfCancelled();
        const std::int64_t count = std::min(rows, outHeight - first);
        // Rows of x under this band; those outside the picture are zeros behind the norm.
        const std::int64_t top = first * stride - before;
        const std::int64_t bottom = (first + count - 1) * stride - before + kernel;
        const std::int64_t begin = std::max<std::int64_t>(top, 0);
        const std::int64_t end = std::min(bottom, inHeight);
        at::Tensor band = x.narrow(2, begin, end - begin); // [1, in, rows, W]
        if (norm) {
            band = statistics_.normalise(*norm, band);
            at::silu_(band);
        }
        if (before + after > 0)
            band = at::constant_pad_nd(band, {before, after, begin - top, bottom - end});
        out.narrow(2, first, count)
            .copy_(at::conv2d(band, weight, convolution.bias, stride)); // [1, out, count, W']
    }
    return out;
}

at::Tensor AutoencoderStages::residual(const ResidualBlock& block, at::Tensor x) {
    at::Tensor h = convolve(block.conv1, x, &block.norm1);
    if (block.shortcut)
        x = convolve(*block.shortcut, x);
    h = convolve(block.conv2, h, &block.norm2);
    return h.add_(x);
}

// As PixelAttention::forward, a few queries at a time; x becomes the result.
at::Tensor AutoencoderStages::attend(const PixelAttention& attention, at::Tensor x) {
    if (source_ == NormSource::Measured)
        statistics_.measure(attention.norm, x);
    const std::int64_t C = x.size(1);
    const std::int64_t positions = x.size(2) * x.size(3);
    const double scale = 1.0 / std::sqrt(static_cast<double>(C));
    const at::Tensor rows =
        statistics_.normalise(attention.norm, x).flatten(2).squeeze(0).t().contiguous(); // [HW, C]
    if (source_ == NormSource::Measured) {
        keys_ = attention.toK.forward(rows);   // [K, C], K = HW
        values_ = attention.toV.forward(rows); // [K, C]
    }
    at::Tensor sums = x.view({C, positions});
    const std::int64_t chunk = std::clamp<std::int64_t>(kScoreBudget / keys_.size(0), 1, positions);
    for (std::int64_t first = 0; first < positions; first += chunk) {
        context_.throwIfCancelled();
        const std::int64_t count = std::min(chunk, positions - first);
        const at::Tensor queries = attention.toQ.forward(rows.narrow(0, first, count));  // [n, C]
        const at::Tensor scores = at::mm(queries, keys_.t()).to(at::kFloat).mul_(scale); // [n, K]
        const at::Tensor mixed =
            at::mm(at::softmax(scores, -1).to(values_.scalar_type()), values_); // [n, C]
        sums.narrow(1, first, count).add_(attention.toOut.forward(mixed).t());
    }
    return x;
}

at::Tensor AutoencoderStages::middle(const MiddleBlock& block, at::Tensor x) {
    x = residual(block.first, std::move(x));
    if (block.attention)
        x = attend(*block.attention, std::move(x));
    return residual(block.second, std::move(x));
}

at::Tensor AutoencoderStages::decoderInput(const at::Tensor& latents) const {
    return latents.to(model_.decoderIn.weight.options()) / model_.config.scalingFactor +
           model_.config.shiftFactor;
}

at::Tensor AutoencoderStages::decodeCoarsely(const at::Tensor& z) {
    at::Tensor x = convolve(model_.decoderIn, model_.postQuantConvolution
                                                  ? convolve(*model_.postQuantConvolution, z)
                                                  : z); // [1, C, h, w]
    x = middle(model_.decoderMiddle, std::move(x));
    for (const ResidualBlock& block : model_.decoderLevels.front().blocks)
        x = residual(block, std::move(x));
    return x;
}

at::Tensor AutoencoderStages::decodeFinely(at::Tensor x) {
    for (std::size_t level = 0; level < model_.decoderLevels.size(); ++level) {
        const AutoencoderLevel& parts = model_.decoderLevels[level];
        if (level > 0) {
            for (const ResidualBlock& block : parts.blocks)
                x = residual(block, std::move(x));
        }
        if (parts.resample) {
            x = at::upsample_nearest2d(x, {x.size(2) * 2, x.size(3) * 2}); // [1, C, 2h, 2w]
            x = convolve(*parts.resample, x);
        }
    }
    return convolve(model_.decoderOut, x, &model_.decoderNormOut); // [1, 3, H, W]
}

at::Tensor AutoencoderStages::encodeFinely(const at::Tensor& picture) {
    at::Tensor x =
        convolve(model_.encoderIn, picture.to(model_.encoderIn.weight.options())); // [1, C, H, W]
    for (const AutoencoderLevel& level : model_.encoderLevels) {
        if (!level.resample)
            break;
        for (const ResidualBlock& block : level.blocks)
            x = residual(block, std::move(x));
        x = convolve(*level.resample, x); // [1, C, H/2, W/2]
    }
    return x;
}

at::Tensor AutoencoderStages::encodeCoarsely(at::Tensor x) {
    for (const ResidualBlock& block : model_.encoderLevels.back().blocks)
        x = residual(block, std::move(x));
    x = middle(model_.encoderMiddle, std::move(x));
    x = convolve(model_.encoderOut, x, &model_.encoderNormOut);
    return model_.quantConvolution ? convolve(*model_.quantConvolution, x) : x; // moments
}

} // namespace diptych::models
