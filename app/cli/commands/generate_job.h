// The work of `diptych-cli generate`: from its flags to files.
#pragma once

#include "app/cli/command.h"
#include "app/cli/prompt_options.h"
#include "core/domain/generation_request.h"
#include "core/image/picture_metadata.h"

#include <filesystem>
#include <string>

namespace diptych::cli {

struct GenerateOptions {
    PromptOptions prompt;
    std::string promptList;    ///< a file with one prompt a line; empty = none
    GenerationRequest request; ///< as configured; the conversation is filled in from `prompt`
    std::filesystem::path promptEmbeddings;
    std::filesystem::path negativeEmbeddings;
    std::filesystem::path initialLatents;
    std::string output = "diptych-{seed}.png";
    std::filesystem::path saveLatents;
    std::filesystem::path saveEmbeddings;
    MetadataLevel metadata = MetadataLevel::All;
    bool overwrite = false;
    bool countGiven = false; ///< as a flag, so it may not be changed
    bool sizeGiven = false;  ///< by the user
};

/// Checks everything that can be checked before the model is loaded, draws, and writes all files at
/// the end, together.
Status runGenerateJob(CommandContext& context, const GenerateOptions& options);

} // namespace diptych::cli
