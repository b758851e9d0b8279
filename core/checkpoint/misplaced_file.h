// Says what a file is that was given for something else.
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/inspect.h"

#include <filesystem>
#include <optional>

namespace diptych {

/// Places that take a file which is no component of a model.
enum class FilePlace { Lora, Latents, Embeddings, Picture, Tokenizer };

/// InvalidInput with "this is …, it belongs to …" when `path` is a file that belongs to another
/// place; empty when it fits, or when nobody knows what it is. Reads headers only.
std::optional<Error> describeMisplacedFile(const std::filesystem::path& path, FilePlace place);

} // namespace diptych
