#include "core/cluster/part_loader.h"

#include "core/cluster/inside/identity.h"
#include "core/models/component_config.h"
#include "core/tensor/guarded.h"

#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>

namespace diptych::cluster {

namespace {

// Where a tensor belongs: "layers.3.…" to that layer, −1 for the embedding, −2 for norm and head.
std::int64_t placeOf(std::string_view name) {
    constexpr std::string_view kPrefix = "model.";
    constexpr std::string_view kLayers = "layers.";
    if (name.starts_with(kPrefix))
        name.remove_prefix(kPrefix.size());
    if (name.starts_with("embed_tokens."))
        return -1;
    if (!name.starts_with(kLayers))
        return -2;
    std::int64_t layer = 0;
    for (const char c : name.substr(kLayers.size())) {
        if (c < '0' || c > '9')
            break;
        layer = layer * 10 + (c - '0');
    }
    return layer;
}

std::optional<QuantisedFormat> quantisationOf(WeightFormat format) {
    if (format == WeightFormat::Int8)
        return QuantisedFormat::Int8;
    return format == WeightFormat::Int4 ? std::optional(QuantisedFormat::Int4) : std::nullopt;
}

// Codes and scales; columns that are kept apart are next to nothing.
std::uint64_t quantisedBytes(const std::vector<std::int64_t>& shape, QuantisedFormat format) {
    constexpr std::int64_t kScaleBytes = 4;
    constexpr std::int64_t kWordBytes = 4;
    const std::int64_t row = format == QuantisedFormat::Int8
                                 ? shape[1] + kScaleBytes
                                 : groupCount(shape[1]) * (kGroupWords * kWordBytes + kScaleBytes);
    return static_cast<std::uint64_t>(shape[0] * row);
}

// As WeightStore decides on the CPU; elsewhere everything that is not quantised is held in two
// bytes.
std::uint64_t heldBytes(const std::string& name, const StoredTensor& tensor,
                        const WeightOptions& options, bool narrow) {
    const auto wanted = quantisationOf(options.format);
    if (const QuantisedParts* const parts = tensor.quantised.get()) {
        if (wanted == QuantisedFormat::Int4 && parts->format == QuantisedFormat::Int8)
            return quantisedBytes(tensor.shape, *wanted);
        return tensor.byteCount + parts->scale.byteCount + parts->keptColumns.byteCount +
               parts->keptWeight.byteCount;
    }
    if (wanted && isQuantisable(name, tensor.shape))
        return quantisedBytes(tensor.shape, *wanted);
    const auto* plain = std::get_if<StorageType>(&tensor.format);
    const bool isHalf = narrow || (plain && *plain == StorageType::BF16);
    return tensor.elementCount() * (isHalf ? 2 : 4);
}

} // namespace

PartLoader::PartLoader(std::shared_ptr<const ComponentWeights> weights, models::Qwen3Config config,
                       WeightOptions options)
    : weights_(std::move(weights)), config_(config), options_(options) {}

Result<PartLoader> PartLoader::open(const std::filesystem::path& path,
                                    const WeightOptions& options) {
    DIPTYCH_TRY(ComponentWeights weights, ComponentWeights::open(path, ComponentKind::TextEncoder));
    DIPTYCH_TRY(const auto config, models::readComponentConfig<models::Qwen3Config>(path, weights));
    return PartLoader(std::make_shared<const ComponentWeights>(std::move(weights)), config,
                      options);
}

std::string PartLoader::configDigest() const {
    const models::Qwen3Config& c = config_;
    const auto store = WeightStore::fromComponent(weights_, options_);
    Sha256 digest;
    digest.add(fmt::format("{} {} {} {} {} {} {} {:a} {:a} {} {} {}", c.vocabularySize,
                           c.hiddenSize, c.intermediateSize, c.layerCount, c.headCount,
                           c.keyValueHeadCount, c.headDim, c.rmsNormEps, c.ropeTheta,
                           c.tiedEmbeddings, static_cast<int>(options_.format),
                           c10::toString(store->computeType())));
    return digest.finish();
}

PartBytes PartLoader::partBytes() const {
    const bool narrow = !options_.device.is_cpu() || options_.format == WeightFormat::BFloat16 ||
                        quantisationOf(options_.format) ||
                        (options_.format == WeightFormat::Auto &&
                         weights_->float32Bytes() > (std::uint64_t{2} << 30));
    PartBytes bytes;
    std::uint64_t layers = 0;
    std::uint64_t head = 0;
    for (const auto& [name, tensor] : weights_->tensors()) {
        const std::uint64_t held = heldBytes(name, tensor, options_, narrow);
        const std::int64_t place = placeOf(name);
        if (place == -1)
            bytes.first += held;
        else if (place >= 0)
            layers += held;
        else if (name != "lm_head.weight")
            bytes.last += held;
        else
            head += held;
    }
    // A tied model uses its embedding at both ends, whether or not the file has a copy as a head.
    bytes.last += config_.tiedEmbeddings ? bytes.first : head;
    bytes.layer =
        layers / static_cast<std::uint64_t>(std::max<std::int64_t>(config_.layerCount, 1));
    return bytes;
}

Result<LoadedPart> PartLoader::load(const LayerRange& layers, const RunContext& context) const {
    return guarded([&] {
        const c10::InferenceMode inference;
        const auto store = WeightStore::fromComponent(weights_, options_);
        store->watch(context);
        LoadedPart part;
        part.model =
            std::make_shared<const models::Qwen3TextModel>(models::Qwen3TextModel::bindPart(
                WeightView(store), config_, {layers.first, layers.end}));
        part.weightBytes = store->bytesTaken();
        part.dtype = store->dominantType();
        const std::vector<std::string> unused = store->unused(); // sorted, as the tensors are
        for (const auto& [name, tensor] : weights_->tensors())
            if (!std::binary_search(unused.begin(), unused.end(), name))
                part.names.push_back(name);
        return part;
    });
}

Result<WeightDigests> PartLoader::digests(std::span<const std::string> names,
                                          const std::filesystem::path& cacheFile,
                                          const RunContext& context) const {
    return digestsOf(*weights_, names, cacheFile, context);
}

} // namespace diptych::cluster
