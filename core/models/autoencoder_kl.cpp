#include "core/models/autoencoder_kl.h"

#include "core/tensor/attention.h"

#include <ATen/ATen.h>

namespace diptych::models {

namespace {

constexpr double kNormEps = 1e-6;
constexpr double kSmallestLogvar = -30.0;
constexpr double kLargestLogvar = 20.0;

Convolution bindConvolution(const WeightView& weights, const char* name, std::int64_t out,
                            std::int64_t in, std::int64_t kernel) {
    const WeightView view = weights / name;
    return {view.take("weight", {out, in, kernel, kernel}), view.take("bias", {out}), 1,
            kernel / 2};
}

GroupNorm bindNorm(const WeightView& weights, const char* name, std::int64_t channels,
                   std::int64_t groups) {
    const WeightView view = weights / name;
    return {view.take("weight", {channels}), view.take("bias", {channels}), groups};
}

ResidualBlock bindResidual(const WeightView& weights, std::int64_t in, std::int64_t out,
                           std::int64_t groups) {
    ResidualBlock block{bindNorm(weights, "norm1", in, groups),
                        bindNorm(weights, "norm2", out, groups),
                        bindConvolution(weights, "conv1", out, in, 3),
                        bindConvolution(weights, "conv2", out, out, 3), std::nullopt};
    if (in != out)
        block.shortcut = bindConvolution(weights, "conv_shortcut", out, in, 1);
    return block;
}

MiddleBlock bindMiddle(const WeightView& weights, std::int64_t channels,
                       const AutoencoderKLConfig& config) {
    MiddleBlock block{bindResidual(weights / "resnets.0", channels, channels, config.normGroups),
                      bindResidual(weights / "resnets.1", channels, channels, config.normGroups),
                      std::nullopt};
    if (config.midAttention) {
        const WeightView view = weights / "attentions.0";
        const auto linear = [&](const char* name) {
            return view.linear(name, channels, channels, Bias::Yes);
        };
        block.attention =
            PixelAttention{bindNorm(view, "group_norm", channels, config.normGroups),
                           linear("to_q"), linear("to_k"), linear("to_v"), linear("to_out.0")};
    }
    return block;
}

AutoencoderLevel bindLevel(const WeightView& weights, std::int64_t in, std::int64_t out,
                           std::int64_t blockCount, std::int64_t groups) {
    AutoencoderLevel level;
    for (std::int64_t j = 0; j < blockCount; ++j)
        level.blocks.push_back(
            bindResidual(weights / "resnets" / j, j == 0 ? in : out, out, groups));
    return level;
}

} // namespace

at::Tensor Convolution::forward(const at::Tensor& x) const {
    return at::conv2d(x, weight, bias, stride, padding);
}

at::Tensor GroupNorm::forward(const at::Tensor& x) const {
    return at::group_norm(x, groups, weight, bias, kNormEps);
}

at::Tensor ResidualBlock::forward(const at::Tensor& x) const {
    at::Tensor h = conv1.forward(at::silu(norm1.forward(x)));
    h = conv2.forward(at::silu(norm2.forward(h)));
    return (shortcut ? shortcut->forward(x) : x) + h;
}

at::Tensor PixelAttention::forward(const at::Tensor& x) const {
    const std::int64_t B = x.size(0);
    const std::int64_t positions = x.size(2) * x.size(3);
    const at::Tensor rows =
        norm.forward(x).flatten(2).transpose(1, 2).flatten(0, 1).unsqueeze(1); // [B·HW, 1, C]
    const SequenceLengths lengths(static_cast<std::size_t>(B), positions);
    const at::Tensor mixed = diptych::attention(toQ.forward(rows), toK.forward(rows),
                                                toV.forward(rows), lengths, Causal::No);
    return x + toOut.forward(mixed)
                   .view({B, positions, x.size(1)}) // [B, HW, C]
                   .transpose(1, 2)                 // [B, C, HW]
                   .reshape(x.sizes());             // [B, C, H, W]
}

at::Tensor MiddleBlock::forward(const at::Tensor& x) const {
    at::Tensor y = first.forward(x);
    if (attention)
        y = attention->forward(y);
    return second.forward(y);
}

LatentDistribution LatentDistribution::fromMoments(const at::Tensor& moments) {
    const std::vector<at::Tensor> halves = moments.chunk(2, 1);
    return {halves[0], halves[1].clamp(kSmallestLogvar, kLargestLogvar)};
}

at::Tensor LatentDistribution::standardDeviation() const {
    return at::exp(logvar * 0.5);
}

AutoencoderKL AutoencoderKL::bind(const WeightView& weights, const AutoencoderKLConfig& config) {
    const std::vector<std::int64_t>& channels = config.blockChannels;
    const std::int64_t top = channels.back();
    const std::int64_t groups = config.normGroups;
    const std::size_t levels = channels.size();
    AutoencoderKL model;
    model.config = config;

    const WeightView encoder = weights / "encoder";
    model.encoderIn =
        bindConvolution(encoder, "conv_in", channels.front(), config.imageChannels, 3);
    for (std::size_t i = 0; i < levels; ++i) {
        const WeightView view = encoder / "down_blocks" / static_cast<std::int64_t>(i);
        AutoencoderLevel level = bindLevel(view, channels[i == 0 ? 0 : i - 1], channels[i],
                                           config.layersPerBlock, groups);
        if (i + 1 < levels) {
            level.resample =
                bindConvolution(view, "downsamplers.0.conv", channels[i], channels[i], 3);
            level.resample->stride = 2;
            level.resample->padding = 0; // padded on one side only, in encode
        }
        model.encoderLevels.push_back(std::move(level));
    }
    model.encoderMiddle = bindMiddle(encoder / "mid_block", top, config);
    model.encoderNormOut = bindNorm(encoder, "conv_norm_out", top, groups);
    model.encoderOut = bindConvolution(encoder, "conv_out", 2 * config.latentChannels, top, 3);

    const WeightView decoder = weights / "decoder";
    model.decoderIn = bindConvolution(decoder, "conv_in", top, config.latentChannels, 3);
    model.decoderMiddle = bindMiddle(decoder / "mid_block", top, config);
    for (std::size_t i = 0; i < levels; ++i) {
        const WeightView view = decoder / "up_blocks" / static_cast<std::int64_t>(i);
        const std::int64_t out = channels[levels - 1 - i];
        AutoencoderLevel level = bindLevel(view, i == 0 ? top : channels[levels - i], out,
                                           config.layersPerBlock + 1, groups);
        if (i + 1 < levels)
            level.resample = bindConvolution(view, "upsamplers.0.conv", out, out, 3);
        model.decoderLevels.push_back(std::move(level));
    }
    model.decoderNormOut = bindNorm(decoder, "conv_norm_out", channels.front(), groups);
    model.decoderOut =
        bindConvolution(decoder, "conv_out", config.imageChannels, channels.front(), 3);

    const std::int64_t moments = 2 * config.latentChannels;
    if (config.quantConvolution)
        model.quantConvolution = bindConvolution(weights, "quant_conv", moments, moments, 1);
    if (config.postQuantConvolution)
        model.postQuantConvolution = bindConvolution(
            weights, "post_quant_conv", config.latentChannels, config.latentChannels, 1);
    return model;
}

at::Tensor AutoencoderKL::decode(const at::Tensor& latents, const RunContext& context) const {
    const at::Tensor z = latents.to(decoderIn.weight.options()) / config.scalingFactor +
                         config.shiftFactor; // [B, latentChannels, h, w]
    at::Tensor x = decoderIn.forward(postQuantConvolution ? postQuantConvolution->forward(z) : z);
    context.throwIfCancelled();
    x = decoderMiddle.forward(x);
    for (const AutoencoderLevel& level : decoderLevels) {
        for (const ResidualBlock& block : level.blocks) {
            context.throwIfCancelled();
            x = block.forward(x);
        }
        if (level.resample) {
            x = at::upsample_nearest2d(x, {x.size(2) * 2, x.size(3) * 2}); // [B, C, 2h, 2w]
            x = level.resample->forward(x);
        }
    }
    return decoderOut.forward(at::silu(decoderNormOut.forward(x))).to(at::kFloat); // [B, 3, H, W]
}

LatentDistribution AutoencoderKL::encode(const at::Tensor& pictures,
                                         const RunContext& context) const {
    at::Tensor x = encoderIn.forward(pictures.to(encoderIn.weight.options()));
    for (const AutoencoderLevel& level : encoderLevels) {
        for (const ResidualBlock& block : level.blocks) {
            context.throwIfCancelled();
            x = block.forward(x);
        }
        if (level.resample) // one zero column right and one zero row below, then halve
            x = level.resample->forward(at::constant_pad_nd(x, {0, 1, 0, 1}));
    }
    context.throwIfCancelled();
    x = encoderMiddle.forward(x);
    at::Tensor moments = encoderOut.forward(at::silu(encoderNormOut.forward(x)));
    if (quantConvolution)
        moments = quantConvolution->forward(moments);
    return LatentDistribution::fromMoments(moments.to(at::kFloat)); // [B, latentChannels, h, w]
}

at::Tensor AutoencoderKL::toSamplingSpace(const at::Tensor& z) const {
    return (z - config.shiftFactor) * config.scalingFactor;
}

at::Tensor toPixels(const at::Tensor& pictures) {
    return (pictures.to(at::kFloat) / 2 + 0.5)
        .clamp(0, 1)
        .mul(255)
        .round() // half to even
        .to(at::kByte)
        .permute({0, 2, 3, 1}) // [B, H, W, 3]
        .contiguous()
        .cpu();
}

} // namespace diptych::models
