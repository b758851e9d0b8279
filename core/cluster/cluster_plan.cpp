#include "core/cluster/cluster_plan.h"

#include "core/cluster/part_loader.h"
#include "core/tensor/device.h"

namespace diptych::cluster {

namespace {

Result<LayerSplit> splitOf(const SplitChoice& split, const PartLoader& loader,
                           std::span<const std::uint64_t> memory) {
    const std::int64_t layers = loader.config().layerCount;
    switch (split.kind) {
    case SplitChoice::Kind::Given: {
        DIPTYCH_TRY_DONE(checkSplit(split.given, layers, memory.size()));
        return split.given;
    }
    case SplitChoice::Kind::Memory:
        return splitByMemory(layers, loader.partBytes(), memory);
    case SplitChoice::Kind::Even:
        break;
    }
    return evenSplit(layers, memory.size());
}

} // namespace

Result<ClusterPlan> planCluster(const std::filesystem::path& textEncoder,
                                const Placement& placement, const SplitChoice& split,
                                std::span<const std::uint64_t> memory) {
    DIPTYCH_TRY(const c10::Device device, resolveDevice(placement.textEncoder));
    DIPTYCH_TRY(const PartLoader loader,
                PartLoader::open(textEncoder, {device, placement.weightFormat}));
    DIPTYCH_TRY(const LayerSplit ranges, splitOf(split, loader, memory));
    const models::Qwen3Config& config = loader.config();
    const PartBytes bytes = loader.partBytes();
    const bool isNarrow = !device.is_cpu() && placement.weightFormat != WeightFormat::Float32;
    const std::uint64_t element = isNarrow ? 2 : 4;
    ClusterPlan plan;
    plan.layerCount = config.layerCount;
    plan.hiddenSize = config.hiddenSize;
    plan.stateBytesPerToken = static_cast<std::uint64_t>(config.hiddenSize) * element;
    plan.scoreBytes = static_cast<std::uint64_t>(config.vocabularySize) * 4;
    const PartBytes once{bytes.layer, bytes.first, config.tiedEmbeddings ? 0 : bytes.last};
    plan.wholeBytes = bytesOf({0, config.layerCount}, once, config.layerCount);
    for (std::size_t i = 0; i < ranges.size(); ++i)
        plan.ranks.push_back(
            {ranges[i], bytesOf(ranges[i], bytes, config.layerCount),
             2 *
                 static_cast<std::uint64_t>(ranges[i].count() * config.keyValueHeadCount *
                                            config.headDim) *
                 element,
             memory[i]});
    return plan;
}

} // namespace diptych::cluster
