// Where the value of a setting comes from.
#pragma once

#include <string>
#include <string_view>

namespace diptych::config {

/// In the order of precedence: a later one wins.
enum class SourceKind { BuiltIn, Environment, Preset, File, Flag };

/// "built-in", "environment", "preset", "file", "flag".
std::string_view sourceKindName(SourceKind kind);

struct ValueSource {
    SourceKind kind = SourceKind::BuiltIn;
    std::string name;    ///< the variable, the preset, the flag as it was written
    std::string file;    ///< of a preset or a configuration file
    std::string profile; ///< of a configuration file
    int line = 0;        ///< from 1; 0 = not from a file
    int column = 0;

    bool operator==(const ValueSource&) const = default;
};

/// "built-in default", "the flag --width", "preset z-image, /…/z-image.toml:9:1",
/// "config.toml:14:1, profile default".
std::string describe(const ValueSource& source);

} // namespace diptych::config
