// One setting: its name, its flag, what it means, and how it is read, checked and shown. The list
// of all of them is the Schema.
#pragma once

#include "core/base/result.h"
#include "core/config/app_config.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace diptych::config {

/// The value of a setting between its reader and its place in AppConfig. Null = left open ("auto").
using Value = nlohmann::ordered_json;

/// Where a file's relative paths begin and what `~` stands for; empty = left as they are.
struct ReadPlace {
    std::filesystem::path folder;
    std::filesystem::path home;
};

/// One of a closed set of values.
struct NamedChoice {
    std::string name;
    std::string description; ///< one line, without a full stop
};

/// Another spelling of a setting in files.
struct Alias {
    std::string name; ///< dotted, as in files
    /// Turns the old spelling's value into the new one's; empty = they are the same. Sets `notice`
    /// when the user should hear about it. A discarded value asks for nothing.
    std::function<Value(const Value& value, std::string& notice)> convert = {};
};

struct Field {
    std::string name; ///< "generation.width"
    std::vector<Alias> aliases = {};
    std::string flag = {};  ///< "--steps,--num-inference-steps"; empty = none
    std::string value = {}; ///< what stands for the value in the help: "N"; not used by a switch
    std::string help = {};  ///< a sentence without a full stop
    std::string accepts =
        {};                ///< unit and range, e.g. "pixels, 16 to 8192"; empty where choices tell
    std::string open = {}; ///< what a value that is left open means
    std::vector<NamedChoice> choices = {};
    bool isSwitch = false;                     ///< the flag takes no value and has a --no- form
    std::vector<std::string> sets = {};        ///< further settings that this one decides
    std::vector<std::string> elementKeys = {}; ///< of the tables in a list of tables

    /// From a file. Errors: InvalidInput, "needs a whole number (got \"x\")".
    std::function<Result<Value>(const Value& value, const ReadPlace& place)> read = {};
    /// From the command line. Errors: InvalidInput.
    std::function<Result<Value>(std::string_view text)> parse = {};
    /// Whether a value that was read is in range; empty = every one is. Errors: InvalidInput.
    std::function<Status(const Value& value)> check = {};
    std::function<void(AppConfig& settings, const Value& value)> assign = {};
    /// Empty for a shorthand, which has no value of its own.
    std::function<Value(const AppConfig& settings)> show = {};
};

/// "width" of "generation.width".
std::string_view lastPart(std::string_view name);
/// "generation" of "generation.width"; empty where there is no dot.
std::string_view sectionOf(std::string_view name);

/// The first long name of a flag, "--steps"; empty when there is none.
std::string flagName(const Field& field);

/// The built-in value; null where it is left open and for a shorthand.
Value defaultOf(const Field& field);

/// Whether a value is the text "".
bool isEmptyText(const Value& value);

/// As TOML writes it: `"text"`, `3.0`, `[1, 2]`, `true`; `"auto"` for what is left open.
std::string toToml(const Value& value);
/// The same for messages: a long value is cut off.
std::string shortToml(const Value& value);

} // namespace diptych::config
