// `diptych-cli encode --prompts`: one file for each prompt of a list, gone on with after a stop.
#pragma once

#include "app/cli/command.h"
#include "app/cli/prompt_options.h"

#include <cstdint>
#include <string>

namespace diptych::cli {

struct BatchOptions {
    PromptOptions prompt;   ///< settled, without a prompt
    std::string promptList; ///< a file with one prompt a line
    std::string output;     ///< a pattern with {index}; "-{index}" is added where it has none
    std::int64_t seed = 0;  ///< of the first prompt, for alternatives; they count up
    int hiddenLayer = 0;
    bool resume = false; ///< keep files that hold the embedding of their prompt already
    bool overwrite = false;
};

/// Each file is written as soon as its prompt is encoded. Errors: FileWrite also when a file that
/// exists is that of another prompt.
Status encodeList(CommandContext& context, const BatchOptions& options);

} // namespace diptych::cli
