// Which files a tokenizer is read from.
#pragma once

#include "core/tokenizer/tokenizer_definition.h"

#include <filesystem>

namespace diptych {

/// Reads a tokenizer folder or a tokenizer.json file, plain or gzip'd; see `Tokenizer::load`.
Result<TokenizerDefinition> readTokenizerFiles(const std::filesystem::path& path);

} // namespace diptych
