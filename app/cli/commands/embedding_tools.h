// The work of `diptych-cli embeddings`: one function for each action.
#pragma once

#include "app/cli/command.h"
#include "core/base/file.h"
#include "core/embeddings/embedding_mix.h"

#include <filesystem>
#include <string>
#include <vector>

namespace diptych::cli {

struct EmbeddingsOptions {
    std::string action;
    std::vector<std::filesystem::path> files;
    std::vector<std::filesystem::path> positives, negatives;
    double strength = 1.0;
    bool normalize = false;
    BlendOptions blend;
    struct LayerWeight {
        int layer = 0; ///< Hugging Face numbering
        double weight = 0.0;
    };
    std::vector<LayerWeight> layers; ///< to be mixed; empty = blend two embeddings
    int words = 0;                   ///< nearest words to show
    std::filesystem::path output;
    Overwrite overwrite = Overwrite::No;
};

Status showStatistics(CommandContext& context, const EmbeddingsOptions& options);
Status compareItems(CommandContext& context, const EmbeddingsOptions& options);
Status steerItem(CommandContext& context, const EmbeddingsOptions& options);
Status blendItems(CommandContext& context, const EmbeddingsOptions& options);
Status convertFile(CommandContext& context, const EmbeddingsOptions& options);

} // namespace diptych::cli
