// From the model flags to an open pipeline, and the model that is used when none is named.
#pragma once

#include "app/cli/command.h"
#include "core/domain/generation_request.h"
#include "core/pipeline/image_pipeline.h"

#include <filesystem>
#include <memory>

namespace diptych::cli {

/// The model's place: --model-path, else $DIPTYCH_MODEL_PATH, else the bundled demo model, unless
/// --dit-path names a transformer.
struct ChosenModel {
    ModelLocation location;
    bool isDemo = false;
};
ChosenModel chooseModel(CommandContext& context);

/// Sets up the processor and opens the pipeline of `chosen` with the placement flags.
Result<std::unique_ptr<ImagePipeline>> openModel(CommandContext& context,
                                                 const ChosenModel& chosen);

/// The demo model was trained on small pictures: without a size from the user it draws one of its
/// own size, and says so.
void applyDemoModelSize(CommandContext& context, GenerationRequest& request);

/// Where the tokenizer lies that needs no model: the bundled one of Qwen3.
std::filesystem::path bundledTokenizer(const CliEnvironment& environment);

} // namespace diptych::cli
