// Nearest words of a direction, with the model's own table and tokenizer.
#pragma once

#include "app/cli/command.h"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <vector>

namespace diptych::cli {

struct ShownWord {
    int tokenId = 0;
    std::string text; ///< valid UTF-8
    double cosine = 0.0;
};

/// Reads the text encoder's table of the configured model; says that it is a hint only. Errors: as
/// nearestWords, locateComponent, ComponentWeights::open and Tokenizer::load; Unsupported (a text
/// encoder without such a table).
Result<std::vector<ShownWord>> findWords(CommandContext& context, std::span<const double> direction,
                                         int count);

nlohmann::ordered_json toJson(const std::vector<ShownWord>& words);

/// A line for each word.
void printWords(CommandContext& context, const std::vector<ShownWord>& words);

} // namespace diptych::cli
