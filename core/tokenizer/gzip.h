// Gunzip of a whole file, with a cap against files that unpack to more than anybody has.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace diptych {

/// The content of one gzip member. `name` is what errors call the file.
/// Errors: FileInvalid (damaged, cut short, followed by other bytes, larger than `maxBytes`
/// unpacked).
Result<std::string> gunzip(std::string_view packed, std::uint64_t maxBytes, std::string_view name);

} // namespace diptych
