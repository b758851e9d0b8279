// The wish: everything that shapes the picture, as one value. From it alone a job can be re-run,
// sent to a server, stored or tested. The member initialisers are the program's only behavioural
// defaults.
#pragma once

#include "core/base/result.h"
#include "core/domain/choice.h"
#include "core/domain/conversation.h"
#include "core/domain/lora.h"
#include "core/domain/notice.h"

#include <array>
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

/// How the seeds of several pictures follow from the first.
enum class SeedRule {
    Increment, ///< seed + index
    Fixed,     ///< all the same: of use when something else varies
    Random,    ///< a sequence that the first seed determines
};
template <> std::span<const Choice<SeedRule>> choicesOf<SeedRule>();

/// What becomes of a prompt with more than maxPromptTokens tokens.
enum class LongPromptMode {
    Full,          ///< nothing: positions are computed for any length
    Truncate,      ///< the first tokens stay
    Interpolate,   ///< drawn together linearly, first and last row exact
    Pool,          ///< means of neighbouring rows
    AttentionPool, ///< means weighted by how much a row differs from its neighbours
};
template <> std::span<const Choice<LongPromptMode>> choicesOf<LongPromptMode>();

/// How a picture is brought to the size that is drawn.
enum class FitMode {
    Crop,    ///< fill it and cut off what stands over, centred
    Pad,     ///< fit inside, the rest in the background's colour
    Stretch, ///< ignore the aspect ratio
};
template <> std::span<const Choice<FitMode>> choicesOf<FitMode>();

/// A picture to start from instead of noise alone (image to image), and which part of it to redraw
/// (inpainting).
struct SourcePicture {
    std::string path;      ///< empty = none
    std::string mask;      ///< a picture, white = redraw; empty = all of it
    double strength = 0.7; ///< 0 = keep (autoencoder round trip) … 1 = start from noise
    FitMode fit = FitMode::Crop;
    std::array<std::uint8_t, 3> background = {255, 255, 255}; ///< behind transparency and padding
    bool samplePosterior = false; ///< draw the latents from the posterior instead of its mode

    bool operator==(const SourcePicture&) const = default;
};

/// Files of embeddings that are drawn from instead of the prompt, which is only noted then.
struct EmbeddingFiles {
    std::string prompt;   ///< empty = the prompt is encoded
    std::string negative; ///< needed beside the other one when guidance is on

    bool operator==(const EmbeddingFiles&) const = default;
};

/// Drawing small first, then refining the enlarged latents: large pictures keep one composition.
struct TwoPass {
    bool enabled = false;
    int baseSide = 1024;   ///< pixels; the first pass has about baseSide² of them, same aspect
    double strength = 0.5; ///< of the second pass, as SourcePicture::strength

    bool operator==(const TwoPass&) const = default;
};

/// A further evaluation with some layers left out tells what they contribute; more of that is
/// added.
struct SkipLayerGuidance {
    double scale = 0.0;      ///< pred += scale·(positive − skipped); 0 = off
    std::vector<int> layers; ///< of the transformer, from 0; empty = 7 to 12 of 30, in proportion
    double start = 0.05;     ///< from this share of the steps …
    double stop = 0.5;       ///< … to this, exclusive

    bool operator==(const SkipLayerGuidance&) const = default;
};

/// Seeded noise on the prompt's embedding: distilled models draw nearly the same picture from every
/// seed without it.
struct Variety {
    double strength = 0.0; ///< in units of the embedding's median magnitude; 0 = off
    double fraction = 0.5; ///< share of the values that are changed

    bool operator==(const Variety&) const = default;
};

struct GenerationRequest {
    Conversation conversation;
    std::string templateName;         ///< empty = none
    std::string negativePrompt;       ///< used only when guidanceScale > 0
    int width = 1024;                 ///< pixels, a multiple of 16 in 16…8192
    int height = 1024;                ///< pixels, a multiple of 16 in 16…8192
    int steps = 8;                    ///< real updates, 1…1000
    std::optional<std::int64_t> seed; ///< 0 ≤ seed < 2^63; empty = draw one
    int count = 1;                    ///< pictures, at least 1
    SeedRule seedRule = SeedRule::Increment;
    Variety variety;
    double guidanceScale = 0.0; ///< pred = pos + g·(pos − neg); 0 = off, one forward a step
    /// Limits the norm of the guided prediction to this many times that of the positive one, ≥ 0;
    /// empty or 0 = off.
    std::optional<double> cfgNormalization;
    /// Guidance ends when time 1 − sigma exceeds this, ≥ 0; empty or 1 and more = never.
    std::optional<double> cfgTruncation = 1.0;
    SkipLayerGuidance skipLayers;
    std::optional<double> shift; ///< linear shift of the schedule, > 0; empty = the checkpoint's
    std::string scheduler = "flow_euler";
    std::string sigmaSpacing = "linear";   ///< how noise levels lie between 1 and 0
    int hiddenLayer = kDefaultHiddenLayer; ///< Hugging Face numbering
    LongPromptMode longPromptMode = LongPromptMode::Full;
    int maxPromptTokens = kTrainedPromptTokens; ///< for every mode but Full
    SourcePicture source;
    TwoPass twoPass;
    std::vector<LoraRequest> loras; ///< in any order: it makes no difference
    bool loraTriggerWords = false;  ///< put the files' trigger words before the prompt
    EmbeddingFiles embeddings;

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

/// A seed that nobody chose: any number of 32 bits.
std::int64_t drawSeed();

/// The seed of picture `index` of a request whose first seed is `first`: 0 ≤ seed < 2^63.
std::int64_t pictureSeed(std::int64_t first, SeedRule rule, int index);

struct PictureSize {
    int width = 0;  ///< pixels
    int height = 0; ///< pixels

    bool operator==(const PictureSize&) const = default;
};

/// The valid size of the same aspect ratio as `width` × `height` with about side² pixels.
PictureSize sizeWithArea(int width, int height, int side);

/// The size to draw a source picture of `width` × `height` pixels at when none is asked for: its
/// own, or that of about 1024² pixels where it is larger.
PictureSize sizeForSource(int width, int height);

/// The step at which a drawing of this strength starts: steps = nothing is drawn, 0 = from noise
/// (reference: zimage-spec 7).
int firstStep(int steps, double strength);

} // namespace diptych
