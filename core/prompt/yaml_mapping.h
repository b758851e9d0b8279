// The YAML head of a template as a small tree with line numbers. A narrow reading: one mapping, no
// anchors and aliases, which could blow up to any size, little depth. Nothing is thrown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych {

struct YamlNode {
    enum class Kind { Null, Scalar, List, Mapping };
    Kind kind = Kind::Null;
    int line = 0;                ///< from 1, in the text that was parsed
    std::string text;            ///< of a scalar
    bool isPlain = false;        ///< a scalar without quotes, whose type shows in its spelling
    std::vector<YamlNode> items; ///< of a list, or the values of a mapping
    std::vector<YamlNode> keys;  ///< of a mapping, as many as values; may be anything
};

struct YamlProblem {
    int line = 0; ///< from 1, in the text that was parsed
    std::string message;
    std::string hint;
};

inline constexpr std::size_t kLargestYaml = std::size_t{64} << 10; ///< bytes
inline constexpr int kDeepestYaml = 16;                            ///< nested lists and mappings

struct YamlReading {
    YamlNode root; ///< Null when there is nothing, or a problem
    std::optional<YamlProblem> problem;
};

/// Reads one YAML document. Problems: not YAML, more than one document, an anchor or an alias, too
/// large, too deep.
YamlReading readYaml(std::string_view text);

/// "true", "false" (any of YAML's spellings); empty for everything else.
std::optional<bool> booleanOf(const YamlNode& node);

/// The node as JSON text. Plain null, booleans and whole numbers keep their types, every other
/// scalar is a string, so that "1.50" stays as it was written.
std::string jsonOf(const YamlNode& node);

/// `value` as a YAML scalar on one line: plain where that cannot be misread, else in double quotes.
std::string yamlScalar(std::string_view value);

} // namespace diptych
