// The examination of a model that draws Flatland: prompts about what training has never seen, drawn
// and judged by their pixels.
#pragma once

#include "app/train/world/judge.h"
#include "core/base/run_context.h"
#include "core/pipeline/image_pipeline.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace diptych::train {

struct ExaminationOptions {
    std::uint64_t seed = 1; ///< of the prompts; the pictures' seeds follow from it
    int count = 200;
    int steps = 8;
    int side = 256;        ///< pixels
    double guidance = 0.0; ///< pred = pos + g·(pos − neg)
    std::string scheduler = "flow_euler";
};

/// One answer.
struct ExaminedPicture {
    std::string prompt;
    Image picture;
    flatland::Verdict verdict;
};

using AnswerHandler = std::function<Status(const ExaminedPicture& answer)>;

/// Draws and judges one prompt after another; every answer goes to `onAnswer`. Errors: those of
/// ImagePipeline::generate.
Result<flatland::Tally> examineModel(ImagePipeline& pipeline, const ExaminationOptions& options,
                                     const AnswerHandler& onAnswer, const RunContext& context);

/// "colour" and so on for every property that is wrong, between commas; empty when all is right.
std::string faultsOf(const flatland::Verdict& verdict);

} // namespace diptych::train
