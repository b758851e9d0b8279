#include "app/cli/model.h"

#include "app/cli/remote.h"

#include <fmt/format.h>

namespace diptych::cli {

ModelLocation locationOf(const config::ModelPaths& paths) {
    return {paths.model, paths.textEncoder, paths.tokenizer, paths.transformer, paths.autoencoder};
}

ChosenModel chooseModel(CommandContext& context) {
    return diptych::chooseModel(locationOf(context.config().values.model),
                                context.environment().resources);
}

ChosenModel chooseEncodingModel(CommandContext& context) {
    ChosenModel model = chooseModel(context);
    if (model.isDemo && context.config().values.remote.isUsed())
        model = {locationOf(context.config().values.model), false};
    return model;
}

Result<std::unique_ptr<ImagePipeline>> openModel(CommandContext& context, const ChosenModel& chosen,
                                                 EncodesPrompts encodesPrompts) {
    const Placement& placement = context.config().values.placement;
    PipelineOptions options;
    DIPTYCH_TRY(options.location, completeLocation(chosen, context.environment().resources));
    options.placement = placement;
    if (encodesPrompts == EncodesPrompts::Yes) {
        DIPTYCH_TRY(options.remoteEncoder, openRemoteEncoder(context));
    }
    context.environment().configureProcessor(placement.threads);
    return context.environment().openPipeline(options);
}

void noteDemoModel(CommandContext& context, const GenerationRequest& request) {
    context.note(Notice{
        "demo_model",
        fmt::format("drawing {}×{} pixels with the bundled demo model; name a checkpoint with "
                    "--model-path for real pictures",
                    request.width, request.height)});
}

} // namespace diptych::cli
