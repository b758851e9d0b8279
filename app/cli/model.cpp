#include "app/cli/model.h"

#include "app/cli/remote.h"

#include <fmt/format.h>

#include <string>
#include <system_error>

namespace diptych::cli {

namespace {

// Single files bring no tokenizer along: beside them the bundled one of Qwen3 is used, which is
// that of every Z-Image. Empty = the model's own.
std::filesystem::path tokenizerFor(const CliEnvironment& environment, const ChosenModel& chosen) {
    ModelLocation location = chosen.location;
    if (!location.tokenizer.empty())
        return location.tokenizer;
    std::error_code error;
    if (chosen.isDemo && !location.textEncoder.empty())
        location.model.clear(); // the demo model's tokenizer fits its own text encoder alone
    const bool isNothingNamed =
        location.model.empty() && location.textEncoder.empty() && location.transformer.empty();
    if (isNothingNamed || std::filesystem::is_directory(location.model, error) ||
        locateComponent(location, Component::Tokenizer))
        return {};
    return bundledTokenizer(environment);
}

} // namespace

ModelLocation locationOf(const config::ModelPaths& paths) {
    return {paths.model, paths.textEncoder, paths.tokenizer, paths.transformer, paths.autoencoder};
}

ChosenModel chooseModel(CommandContext& context) {
    ChosenModel chosen{locationOf(context.config().values.model), false};
    if (!chosen.location.model.empty())
        return chosen;
    // A transformer of its own is no demo: nothing else is taken from there either.
    if (!chosen.location.transformer.empty())
        return chosen;
    chosen.location.model = context.environment().resources / "models" / "tiny";
    chosen.isDemo = true;
    return chosen;
}

Result<std::unique_ptr<ImagePipeline>> openModel(CommandContext& context, const ChosenModel& chosen,
                                                 EncodesPrompts encodesPrompts) {
    const Placement& placement = context.config().values.placement;
    PipelineOptions options{chosen.location, placement};
    if (encodesPrompts == EncodesPrompts::Yes) {
        DIPTYCH_TRY(options.remoteEncoder, openRemoteEncoder(context));
    }
    std::error_code error;
    const bool isNamed = !chosen.location.model.empty();
    if (isNamed && !std::filesystem::exists(chosen.location.model, error)) {
        if (!chosen.isDemo)
            return fail(ErrorCode::FileNotFound,
                        fmt::format("no model at {}", chosen.location.model.string()),
                        "check --model-path: it names a folder that holds transformer/, vae/, "
                        "text_encoder/ and tokenizer/, or a single file with all weights");
        if (chosen.location.textEncoder.empty())
            return fail(ErrorCode::FileNotFound,
                        "no model was named and the bundled demo model is missing",
                        "name a checkpoint folder with --model-path");
        // A text encoder of its own is enough to encode; the pipeline says what else is missing.
        options.location.model.clear();
    }
    options.location.tokenizer = tokenizerFor(context.environment(), chosen);
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

std::filesystem::path bundledTokenizer(const CliEnvironment& environment) {
    return environment.resources / "tokenizer" / "qwen3";
}

} // namespace diptych::cli
