// A TOML text as a plain tree that knows where everything stands.
#pragma once

#include "core/base/result.h"
#include "core/config/field.h"

#include <string>
#include <string_view>
#include <vector>

namespace diptych::config {

struct TomlNode {
    enum class Kind { Table, List, Plain };

    std::string key; ///< empty for the root and for elements of a list
    Kind kind = Kind::Table;
    int line = 0; ///< of the key, or of the value where there is no key; from 1
    int column = 0;
    Value plain;                    ///< of Kind::Plain; dates are texts
    std::vector<TomlNode> children; ///< in the order of the file
};

/// `path` stands in the messages. Errors: ConfigInvalid with file, line and column.
Result<TomlNode> parseToml(std::string_view text, const std::string& path);

/// The node as one value: tables become objects, lists arrays.
Value valueOf(const TomlNode& node);

} // namespace diptych::config
