#include "core/pipeline/model_choice.h"

#include <fmt/format.h>

#include <system_error>

namespace diptych {

namespace {

// Single files bring no tokenizer along: beside them the bundled one of Qwen3 is used, which is
// that of every Z-Image. Empty = the model's own.
std::filesystem::path tokenizerFor(const ChosenModel& chosen,
                                   const std::filesystem::path& resources) {
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
    return bundledTokenizer(resources);
}

} // namespace

std::filesystem::path demoModelFolder(const std::filesystem::path& resources) {
    return resources / "models" / "tiny";
}

std::filesystem::path bundledTokenizer(const std::filesystem::path& resources) {
    return resources / "tokenizer" / "qwen3";
}

ChosenModel chooseModel(const ModelLocation& configured, const std::filesystem::path& resources) {
    ChosenModel chosen{configured, false};
    // A transformer of its own is no demo: nothing else is taken from there either.
    if (!configured.model.empty() || !configured.transformer.empty())
        return chosen;
    chosen.location.model = demoModelFolder(resources);
    chosen.isDemo = true;
    return chosen;
}

Result<ModelLocation> completeLocation(const ChosenModel& chosen,
                                       const std::filesystem::path& resources) {
    ModelLocation location = chosen.location;
    std::error_code error;
    if (!location.model.empty() && !std::filesystem::exists(location.model, error)) {
        if (!chosen.isDemo)
            return fail(ErrorCode::FileNotFound,
                        fmt::format("no model at {}", location.model.string()),
                        "check --model-path: it names a folder that holds transformer/, vae/, "
                        "text_encoder/ and tokenizer/, or a single file with all weights");
        if (location.textEncoder.empty())
            return fail(ErrorCode::FileNotFound,
                        "no model was named and the bundled demo model is missing",
                        "name a checkpoint folder with --model-path");
        // A text encoder of its own is enough to encode; the pipeline says what else is missing.
        location.model.clear();
    }
    location.tokenizer = tokenizerFor(chosen, resources);
    return location;
}

} // namespace diptych
