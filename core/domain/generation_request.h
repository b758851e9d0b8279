// The wish: everything that shapes the picture, as one value. From it alone a job can be re-run,
// sent to a server, stored or tested. The member initialisers are the program's only behavioural
// defaults.
#pragma once

#include "core/base/result.h"
#include "core/domain/conversation.h"
#include "core/domain/lora.h"
#include "core/domain/notice.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace diptych {

inline constexpr int kSizeMultiple = 16;  ///< pixels: 8 per latent cell × 2 cells per patch
inline constexpr int kSmallestSide = 16;  ///< pixels
inline constexpr int kLargestSide = 8192; ///< pixels
inline constexpr int kLargestSteps = 1000;
inline constexpr int kTrainedPromptTokens = 512; ///< the caption length Z-Image was trained on
inline constexpr int kDefaultHiddenLayer =
    -2; ///< Hugging Face numbering; what Z-Image was trained on

struct GenerationRequest {
    Conversation conversation;
    std::string templateName;         ///< empty = none
    std::string negativePrompt;       ///< used only when guidanceScale > 0
    int width = 1024;                 ///< pixels, a multiple of 16 in 16…8192
    int height = 1024;                ///< pixels, a multiple of 16 in 16…8192
    int steps = 8;                    ///< real updates, 1…1000
    std::optional<std::int64_t> seed; ///< 0 ≤ seed < 2^63; empty = draw one
    int count = 1;                    ///< pictures; the seed goes up by one from each to the next
    double guidanceScale = 0.0; ///< pred = pos + g·(pos − neg); 0 = off, one forward a step
    /// Limits the norm of the guided prediction to this many times that of the positive one, ≥ 0;
    /// empty or 0 = off.
    std::optional<double> cfgNormalization;
    /// Guidance ends when time 1 − sigma exceeds this, ≥ 0; empty or 1 and more = never.
    std::optional<double> cfgTruncation = 1.0;
    std::optional<double> shift; ///< linear shift of the schedule, > 0; empty = the checkpoint's
    std::string scheduler = "flow_euler";
    std::string sigmaSpacing = "linear";   ///< how noise levels lie between 1 and 0
    int hiddenLayer = kDefaultHiddenLayer; ///< Hugging Face numbering
    std::vector<LoraRequest> loras;        ///< in any order: it makes no difference

    bool operator==(const GenerationRequest&) const = default;
};

/// A shift that grows with the picture: e^mu, mu linear in the number of image tokens (reference:
/// zimage-spec 4.6).
struct DynamicShift {
    double baseTokens = 256.0;
    double baseMu = 0.5;
    double largestTokens = 4096.0;
    double largestMu = 1.15;

    /// The linear shift for a picture of these pixels.
    double shiftFor(int width, int height) const;
};

/// What a checkpoint says about itself, as far as a request depends on it.
struct ModelSpec {
    std::string name;
    double shift = 3.0; ///< scheduler/scheduler_config.json
    /// Set where the checkpoint shifts by picture size (use_dynamic_shifting) and then used instead
    /// of `shift`.
    std::optional<DynamicShift> dynamicShift;
    int textLayerCount = 0; ///< L; valid hidden layers are −(L+1)…L; 0 = unknown, not checked
};

/// A request with every open choice made.
struct ResolvedRequest {
    GenerationRequest request; ///< seed and shift are set
    std::vector<Notice> notices;
};

/// Draws a missing seed, fills in the checkpoint's shift and checks every number.
/// Errors: InvalidInput, naming the field, the value and what would be valid.
Result<ResolvedRequest> resolve(const GenerationRequest& request, const ModelSpec& model);

/// The valid side nearest to `pixels`.
int nearestValidSide(int pixels);

} // namespace diptych
