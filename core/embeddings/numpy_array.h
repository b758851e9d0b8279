// One array in numpy's own format, a .npy file in memory.
//
// The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#pragma once

#include "core/base/result.h"
#include "core/checkpoint/host_tensor.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace diptych::numpy {

/// Numbers of any shape, or a single text.
using Array = std::variant<HostTensor, std::string>;

/// Errors: FileInvalid (damaged, cut off), Unsupported (big-endian numbers, objects, records, lists
/// of texts, types that no tensor has). `what` names the array in messages.
Result<Array> readArray(std::span<const std::byte> bytes, std::string_view what);

/// Errors: InvalidInput for the types that numpy has not (bfloat16, fp8).
Result<std::vector<std::byte>> makeArray(const HostTensor& tensor);
std::vector<std::byte> makeArray(std::string_view utf8);

} // namespace diptych::numpy
