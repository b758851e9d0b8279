// Reads the table of a GGUF file: key-values and tensor list, not the tensors.
// The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace diptych {

struct GgufTensor {
    std::string name;
    std::uint32_t type = 0; ///< ggml's number
    std::string typeName;   ///< "Q8_0", "F32"; "type 77" when unknown
    std::vector<std::int64_t>
        shape; ///< slowest dimension first, as PyTorch writes it (the file has it reversed)
    std::uint64_t elementCount = 0;
    std::uint64_t begin = 0; ///< absolute byte offset in the file
    std::uint64_t bytes = 0; ///< 0 when the type is unknown
};

struct GgufTable {
    std::uint32_t version = 0;
    std::string architecture; ///< general.architecture; may be empty
    /// In file order, values as text: strings cut after 200 bytes, arrays as "[8 × string]".
    std::vector<std::pair<std::string, std::string>> metadata;
    std::vector<GgufTensor> tensors;
    std::uint64_t fileBytes = 0;
};

/// Every count, length and offset is checked against the file's size. Errors: FileNotFound;
/// FileInvalid (not GGUF, cut off, absurd counts, a tensor past the end); Unsupported (version 1 or
/// big-endian).
Result<GgufTable> readGgufTable(const std::filesystem::path& path);

} // namespace diptych
