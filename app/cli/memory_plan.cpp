#include "app/cli/memory_plan.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>

namespace diptych::cli {

namespace {

nlohmann::ordered_json toJson(const PhaseMemory& phase, std::uint64_t freeBytes) {
    constexpr const char* kNames[] = {"text_encoder", "dit", "vae", "activations"};
    nlohmann::ordered_json shares = nlohmann::ordered_json::object();
    for (const MemoryShare& share : phase.shares)
        shares[kNames[static_cast<std::size_t>(share.use)]] = share.bytes;
    return {{"phase", phaseName(phase.phase)},
            {"device", toString(phase.device)},
            {"bytes", phase.bytes()},
            {"free_bytes",
             freeBytes > 0 ? nlohmann::ordered_json(freeBytes) : nlohmann::ordered_json()},
            {"shares", std::move(shares)}};
}

} // namespace

nlohmann::ordered_json planToJson(const std::optional<MemoryPlan>& plan) {
    if (!plan)
        return {};
    const Residencies& residency = plan->placement.residency;
    nlohmann::ordered_json object;
    object["residency"] = {{"text_encoder", toString(residency.textEncoder)},
                           {"dit", toString(residency.transformer)},
                           {"vae", toString(residency.autoencoder)}};
    object["tiles"] = toString(plan->placement.tiles.tiling);
    object["phases"] = nlohmann::ordered_json::array();
    for (const PhaseMemory& phase : plan->phases)
        object["phases"].push_back(toJson(phase, plan->freeBytesFor(phase)));
    object["smaller_size"] = nlohmann::ordered_json();
    if (plan->smaller)
        object["smaller_size"] = {plan->smaller->width, plan->smaller->height};
    return object;
}

std::vector<std::string> planLines(const MemoryPlan& plan) {
    const Residencies& residency = plan.placement.residency;
    std::vector<std::string> lines{
        fmt::format("memory: text encoder {}, transformer {}, autoencoder {}, tiles {}",
                    toString(residency.textEncoder), toString(residency.transformer),
                    toString(residency.autoencoder), toString(plan.placement.tiles.tiling))};
    for (const PhaseMemory& phase : plan.phases)
        lines.push_back(fmt::format("memory to {} on {}: {}", phaseName(phase.phase),
                                    toString(phase.device),
                                    describe(phase, plan.freeBytesFor(phase))));
    return lines;
}

} // namespace diptych::cli
