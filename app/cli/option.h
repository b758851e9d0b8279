// Adding options to the parser: names, value, group and help in one line, strict numbers, and error
// messages that say what was expected.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
class Option;
} // namespace CLI

namespace diptych::cli {

/// The group of options that work but are not shown in the help.
inline constexpr const char* kHidden = "";

struct OptionInfo {
    std::string names; ///< "-v,--verbose", "--dtype,--torch-dtype": help shows the first long name
    std::string value; ///< what stands for the value in the help, e.g. "FILE"
    std::string group; ///< heading in the help
    std::string help;  ///< a sentence without a full stop: units, range
};

/// Takes the text of a value. An error is shown with the option's name in front and ends the
/// program as a usage error.
using AcceptValue = std::function<Status(const std::string&)>;

/// An option with a value; given twice, the last one counts. The targets must outlive the parsing.
/// A number's present value is shown as its default. Every overload returns the parser's option,
/// owned by `app`.
CLI::Option* addOption(CLI::App& app, const OptionInfo& info, AcceptValue accept);
CLI::Option* addOption(CLI::App& app, const OptionInfo& info, std::string& target);
CLI::Option* addOption(CLI::App& app, const OptionInfo& info, std::optional<std::string>& target);
CLI::Option* addOption(CLI::App& app, const OptionInfo& info, std::filesystem::path& target);
CLI::Option* addOption(CLI::App& app, const OptionInfo& info, int& target);
CLI::Option* addOption(CLI::App& app, const OptionInfo& info, std::optional<std::int64_t>& target);
CLI::Option* addOption(CLI::App& app, const OptionInfo& info, double& target);
CLI::Option* addOption(CLI::App& app, const OptionInfo& info, std::optional<double>& target);

/// An option that counts every time it is given: `accept` gets one value after the other.
CLI::Option* addRepeatableOption(CLI::App& app, const OptionInfo& info, AcceptValue accept);

/// A boolean with its `--no-` form; the last of them counts. `info.value` is not used.
CLI::Option* addSwitch(CLI::App& app, const OptionInfo& info, bool& target);
CLI::Option* addSwitch(CLI::App& app, const OptionInfo& info, std::function<void(bool)> target);

/// Whether the user gave the option `name` ("--width") to this command.
bool wasGiven(const CLI::App& app, const std::string& name);

} // namespace diptych::cli
