// Opening a tokenizer that somebody named.
#pragma once

#include "core/base/result.h"
#include "core/tokenizer/tokenizer.h"

#include <filesystem>

namespace diptych {

/// As Tokenizer::load; a file that is no tokenizer but belongs elsewhere is sent there. Errors:
/// InvalidInput ("this is a picture, it belongs to --image"), those of Tokenizer::load.
Result<Tokenizer> loadTokenizer(const std::filesystem::path& path);

} // namespace diptych
