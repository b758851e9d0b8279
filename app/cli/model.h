// From the model flags to an open pipeline, and the model that is used when none is named.
#pragma once

#include "app/cli/command.h"
#include "core/domain/generation_request.h"
#include "core/pipeline/image_pipeline.h"
#include "core/pipeline/model_choice.h"

#include <memory>

namespace diptych::cli {

ModelLocation locationOf(const config::ModelPaths& paths);

/// As `diptych::chooseModel` with what is configured.
ChosenModel chooseModel(CommandContext& context);

/// Whether a command encodes prompts, and so needs the remote text encoder where one is configured.
enum class EncodesPrompts { No, Yes };

/// Sets up the processor and opens the pipeline of `chosen` with the configured placement.
Result<std::unique_ptr<ImagePipeline>> openModel(CommandContext& context, const ChosenModel& chosen,
                                                 EncodesPrompts encodesPrompts);

/// The model whose prompts are encoded. With a server the demo model's tokenizer is left out: it
/// says nothing about the server's.
ChosenModel chooseEncodingModel(CommandContext& context);

/// The demo model was trained on small pictures: its preset asks for one of its own size, and the
/// user hears about it.
void noteDemoModel(CommandContext& context, const GenerationRequest& request);

} // namespace diptych::cli
