// How much memory a job takes in each of its phases, told beforehand, and what to do where that is
// more than is free. Pure functions of plain values; the formulas are in docs/performance.md.
#pragma once

#include "core/base/run_context.h"
#include "core/domain/generation_request.h"
#include "core/domain/notice.h"
#include "core/domain/placement.h"
#include "core/pipeline/model_description.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace diptych {

/// What a job asks for, as far as its memory depends on it.
struct JobSize {
    int width = 1024;  ///< pixels
    int height = 1024; ///< pixels
    int pictures = 1;
    int promptTokens = kTrainedPromptTokens;
    int negativeTokens = 0; ///< 0 = no guidance
    int hiddenLayer = kDefaultHiddenLayer;
    bool encodesHere = true;  ///< the prompt, by the model's text encoder
    bool hasPreview = false;  ///< somebody watches, for which the autoencoder is loaded early
    bool hasSource = false;   ///< begins at a picture
    bool hasAdapters = false; ///< the weights that they change cannot be streamed
};

/// The job that a request is, for a prompt of so many tokens.
JobSize jobSizeOf(const GenerationRequest& request, int promptTokens);

enum class MemoryUse { TextEncoder, Transformer, Autoencoder, Activations };

/// "text encoder", "transformer", "autoencoder", "computing".
std::string_view memoryUseName(MemoryUse use);

struct MemoryShare {
    MemoryUse use = MemoryUse::Activations;
    std::uint64_t bytes = 0;
};

/// What a phase takes on a device at its worst moment.
struct PhaseMemory {
    Phase phase = Phase::Load;
    DeviceName device;
    std::vector<MemoryShare> shares; ///< the largest first; none is empty

    std::uint64_t bytes() const;
};

struct DeviceMemory {
    DeviceName device; ///< never Auto
    std::uint64_t freeBytes =
        0; ///< what the model may take in all; 0 = unknown, and taken as enough
};

/// Above this share of the free memory it is tight: others need some too.
inline constexpr double kComfortableShare = 0.85;

enum class MemoryFit { Comfortable, Tight, TooLarge };
MemoryFit memoryFit(std::uint64_t bytes, std::uint64_t freeBytes);

/// What is done, in this order, while a phase is not comfortable and the user has left it open.
enum class PlanStep { FreeTextEncoder, TileAutoencoder, StreamTransformer, StreamTextEncoder };

/// What the user should hear about a step: nothing where it costs no time to speak of.
std::optional<Notice> noticeOf(PlanStep step);

struct MemoryPlan {
    /// The wish with every residency settled, and tiles where they were found necessary.
    Placement placement;
    std::vector<PlanStep> steps;
    std::vector<PhaseMemory> phases;   ///< in the order of a job, each device apart
    std::vector<DeviceMemory> devices; ///< as given
    MemoryFit fit = MemoryFit::Comfortable;
    /// Where it is too large: the largest size in this aspect ratio that would fit, if any would.
    std::optional<PictureSize> smaller;

    /// What is free where that phase computes; 0 = unknown.
    std::uint64_t freeBytesFor(const PhaseMemory& phase) const;
    /// The phase that takes the largest part of what is free; null where no phase is known.
    const PhaseMemory* tightest() const;
};

/// Predicts the phases of a job. Auto counts as Resident, Tiling::Auto as the whole picture; the
/// devices must be settled. Phases that do not occur are left out.
std::vector<PhaseMemory> predictMemory(const ModelDescription& model, const JobSize& job,
                                       const Placement& placement);

/// Finds a way to run the job within `devices`: what the wish leaves open is settled, as far down
/// the steps as is necessary.
MemoryPlan planPlacement(const ModelDescription& model, const JobSize& job, const Placement& wish,
                         std::span<const DeviceMemory> devices);

/// `placement` with Auto replaced by the device that Auto means here: the first usable one of
/// `usable` that is not the processor, else the processor.
Placement withDevices(Placement placement, std::span<const DeviceName> usable);

/// "peak 13.4 GiB (transformer 11.5 GiB, computing 1.1 GiB, …) of 20.1 GiB free".
std::string describe(const PhaseMemory& phase, std::uint64_t freeBytes);

} // namespace diptych
