#include "core/config/value_source.h"

#include <fmt/format.h>

namespace diptych::config {

std::string_view sourceKindName(SourceKind kind) {
    switch (kind) {
    case SourceKind::BuiltIn:
        return "built-in";
    case SourceKind::Environment:
        return "environment";
    case SourceKind::Preset:
        return "preset";
    case SourceKind::File:
        return "file";
    case SourceKind::Flag:
        return "flag";
    }
    return "";
}

std::string describe(const ValueSource& source) {
    const std::string place = fmt::format("{}:{}:{}", source.file, source.line, source.column);
    switch (source.kind) {
    case SourceKind::BuiltIn:
        return "built-in default";
    case SourceKind::Environment:
        return "environment variable " + source.name;
    case SourceKind::Preset:
        return fmt::format("preset {}, {}", source.name, place);
    case SourceKind::File:
        return fmt::format("{}, profile {}", place, source.profile);
    case SourceKind::Flag:
        return "the flag " + source.name;
    }
    return "";
}

} // namespace diptych::config
