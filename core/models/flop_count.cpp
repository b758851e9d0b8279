#include "core/models/flop_count.h"

namespace diptych::models {

namespace {

double product(std::int64_t rows, std::int64_t inner, std::int64_t columns) {
    return 2.0 * static_cast<double>(rows) * static_cast<double>(inner) *
           static_cast<double>(columns);
}

// q·kᵀ and weights·v over `tokens` tokens, all heads together `width` wide.
double attentionFlops(std::int64_t tokens, std::int64_t width) {
    return 2.0 * product(tokens, width, tokens);
}

std::int64_t paddedTokens(std::int64_t tokens) {
    return (tokens + kSequenceMultiple - 1) / kSequenceMultiple * kSequenceMultiple;
}

double convolutionFlops(std::int64_t pixels, std::int64_t in, std::int64_t out,
                        std::int64_t kernel) {
    return product(pixels, in * kernel * kernel, out);
}

double residualFlops(std::int64_t pixels, std::int64_t in, std::int64_t out) {
    return convolutionFlops(pixels, in, out, 3) + convolutionFlops(pixels, out, out, 3) +
           (in == out ? 0.0 : convolutionFlops(pixels, in, out, 1));
}

} // namespace

double transformerBlockFlops(const ZImageTransformerConfig& config, std::int64_t tokens) {
    return 4.0 * product(tokens, config.dim, config.dim) +
           3.0 * product(tokens, config.dim, config.feedForwardDim()) +
           attentionFlops(tokens, config.dim) + product(1, config.modulationDim(), 4 * config.dim);
}

double transformerStepFlops(const ZImageTransformerConfig& config, std::int64_t latentHeight,
                            std::int64_t latentWidth, std::int64_t captionTokens) {
    const std::int64_t patches =
        (latentHeight / config.patchSize) * (latentWidth / config.patchSize);
    const std::int64_t image = paddedTokens(patches);
    const std::int64_t joint = image + paddedTokens(captionTokens);
    return product(image, config.patchDim(), config.dim) +
           static_cast<double>(config.refinerLayerCount) * transformerBlockFlops(config, image) +
           static_cast<double>(config.layerCount) * transformerBlockFlops(config, joint) +
           product(patches, config.dim, config.patchDim());
}

double textEncoderFlops(const Qwen3Config& config, std::int64_t tokens, std::int64_t layers) {
    const std::int64_t D = config.hiddenSize;
    const std::int64_t queryDim = config.headCount * config.headDim;
    const std::int64_t keyDim = config.keyValueHeadCount * config.headDim;
    const double layer = 2.0 * product(tokens, D, queryDim) + 2.0 * product(tokens, D, keyDim) +
                         3.0 * product(tokens, D, config.intermediateSize) +
                         attentionFlops(tokens, queryDim);
    return static_cast<double>(layers) * layer;
}

double decoderFlops(const AutoencoderKLConfig& config, std::int64_t latentHeight,
                    std::int64_t latentWidth) {
    const std::vector<std::int64_t>& channels = config.blockChannels;
    const std::int64_t top = channels.back();
    std::int64_t pixels = latentHeight * latentWidth;
    double flops = convolutionFlops(pixels, config.latentChannels, top, 3) +
                   2.0 * residualFlops(pixels, top, top);
    if (config.midAttention)
        flops += 4.0 * product(pixels, top, top) + attentionFlops(pixels, top);
    std::int64_t in = top;
    for (std::size_t level = channels.size(); level-- > 0;) {
        const std::int64_t out = channels[level];
        flops += residualFlops(pixels, in, out) +
                 static_cast<double>(config.layersPerBlock) * residualFlops(pixels, out, out);
        in = out;
        if (level == 0)
            break;
        pixels *= 4;
        flops += convolutionFlops(pixels, out, out, 3);
    }
    return flops + convolutionFlops(pixels, channels.front(), config.imageChannels, 3);
}

} // namespace diptych::models
