// A small tokenizer in the format of a large one: the same rules, fewer tokens.
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <span>
#include <string>

namespace diptych::train {

/// The content of a tokenizer.json that keeps of the byte-level BPE tokenizer at `source` the 256
/// bytes, the added tokens and the merges that make up `words`: each word, with and without a blank
/// in front and with a capital, becomes what it was in the source. Anything else still tokenises,
/// into more and shorter tokens. Ids are dense, the added tokens last. Errors: as Tokenizer::load.
Result<std::string> reduceTokenizer(const std::filesystem::path& source,
                                    std::span<const std::string> words);

} // namespace diptych::train
