#include "core/pipeline/model_description.h"

#include "core/models/autoencoder_kl.h"
#include "core/models/component_config.h"
#include "core/models/qwen3_text_model.h"
#include "core/models/z_image_transformer.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace diptych {

namespace {

constexpr std::string_view kTableName = "embed_tokens.weight";
constexpr std::string_view kHeadName = "lm_head.weight"; // not bound for encoding

QuantisedCount quantisedCountOf(const StoredTensor& codes, const QuantisedParts& parts) {
    // Not the elements of the codes: a word of int4 holds eight of them.
    const auto extent = [&](std::size_t axis) {
        return static_cast<std::uint64_t>(codes.shape[axis]);
    };
    return {extent(0) * extent(1), codes.byteCount + parts.scale.byteCount +
                                       parts.keptColumns.byteCount + parts.keptWeight.byteCount};
}

WeightCount countOf(std::string_view name, const StoredTensor& tensor) {
    WeightCount count;
    if (tensor.quantised) {
        const bool isInt8 = tensor.quantised->format == QuantisedFormat::Int8;
        (isInt8 ? count.int8 : count.int4) = quantisedCountOf(tensor, *tensor.quantised);
        return count;
    }
    const std::uint64_t elements = tensor.elementCount();
    if (tensor.shape.size() != 2)
        count.copied = elements;
    else if (tensor.isPlain() && tensor.format == StoredFormat(StorageType::BF16))
        count.bfloat16 = elements;
    else if (tensor.isPlain() && tensor.format == StoredFormat(StorageType::F32))
        count.float32 = elements;
    else
        count.encoded = elements;
    if (isQuantisable(name, tensor.shape))
        count.quantisable = elements;
    return count;
}

// "layers.3" of "model.layers.3.mlp.up_proj.weight"; empty for tensors outside blocks. The
// autoencoder has none.
std::string blockOf(std::string_view name) {
    for (const std::string_view stack : {"layers.", "noise_refiner.", "context_refiner."}) {
        const std::size_t begin = name.find(stack);
        if (begin == std::string_view::npos || (begin > 0 && name[begin - 1] != '.'))
            continue;
        const std::size_t end = name.find('.', begin + stack.size());
        return std::string(name.substr(begin, end - begin));
    }
    return {};
}

ComponentDescription describe(const ComponentWeights& weights, ComponentKind kind) {
    ComponentDescription description;
    description.isThere = true;
    description.float32Bytes = weights.float32Bytes();
    std::map<std::string, WeightCount> blocks;
    for (const auto& [name, tensor] : weights.tensors()) {
        if (name.ends_with(kHeadName))
            continue;
        const WeightCount count = countOf(name, tensor);
        const std::string block =
            kind == ComponentKind::Autoencoder ? std::string() : blockOf(name);
        description.largestBytes = std::max(description.largestBytes, tensor.byteCount);
        if (!block.empty())
            blocks[block] += count;
        else if (name.ends_with(kTableName))
            description.table += count;
        else
            description.rest += count;
    }
    for (const auto& [name, count] : blocks) {
        description.blocks += count;
        const auto numbers = [](const WeightCount& block) {
            return block.matrices() + block.storedQuantised();
        };
        if (numbers(count) > numbers(description.largestBlock))
            description.largestBlock = count;
    }
    return description;
}

// Hands the configuration to `take` where there is one.
template <typename Config, typename Take>
ComponentDescription read(const ModelLocation& location, Component component, const Take& take) {
    const auto path = locateComponent(location, component);
    if (!path)
        return {};
    const ComponentKind kind = weightsOf(component);
    const auto weights = ComponentWeights::open(*path, kind);
    if (!weights)
        return {};
    const auto config = models::readComponentConfig<Config>(*path, *weights);
    if (!config)
        return {};
    take(*config);
    return describe(*weights, kind);
}

} // namespace

WeightCount& WeightCount::operator+=(const WeightCount& other) {
    bfloat16 += other.bfloat16;
    float32 += other.float32;
    encoded += other.encoded;
    copied += other.copied;
    quantisable += other.quantisable;
    int8.numbers += other.int8.numbers;
    int8.bytes += other.int8.bytes;
    int4.numbers += other.int4.numbers;
    int4.bytes += other.int4.bytes;
    return *this;
}

bool quantisesOnLoad(const ComponentDescription& component, WeightFormat format) {
    if (format == WeightFormat::Int8)
        return component.blocks.quantisable > 0;
    return format == WeightFormat::Int4 &&
           component.blocks.quantisable + component.blocks.int8.numbers > 0;
}

ModelDescription describeModel(const ModelLocation& location) {
    ModelDescription model;
    model.textEncoder = read<models::Qwen3Config>(
        location, Component::TextEncoder, [&](const models::Qwen3Config& config) {
            model.textEncoderSizes = {config.hiddenSize,        config.intermediateSize,
                                      config.layerCount,        config.headCount,
                                      config.keyValueHeadCount, config.headDim};
        });
    model.transformer = read<models::ZImageTransformerConfig>(
        location, Component::Transformer, [&](const models::ZImageTransformerConfig& config) {
            model.transformerSizes = {config.dim, config.headCount, config.layerCount,
                                      config.patchSize};
        });
    model.autoencoder = read<models::AutoencoderKLConfig>(
        location, Component::Autoencoder, [&](const models::AutoencoderKLConfig& config) {
            model.autoencoderSizes = {config.blockChannels, config.layersPerBlock,
                                      config.latentChannels, config.midAttention};
        });
    return model;
}

} // namespace diptych
