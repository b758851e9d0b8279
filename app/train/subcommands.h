// The commands of diptych-train, each in a file of its own.
#pragma once

#include "core/base/result.h"
#include "core/base/run_context.h"

#include <filesystem>
#include <functional>
#include <iosfwd>

namespace CLI {
class App;
}

namespace diptych::train {

struct Subcommand {
    CLI::App* app = nullptr; ///< knows whether it was chosen
    std::function<Status(const RunContext&)> run;
};

/// `output` must outlive the commands.
Subcommand addFlatlandCommand(CLI::App& app, const std::filesystem::path& resources,
                              std::ostream& output);
Subcommand addLoraCommand(CLI::App& app, const std::filesystem::path& resources,
                          std::ostream& output);
Subcommand addJudgeCommand(CLI::App& app, const std::filesystem::path& resources,
                           std::ostream& output);
Subcommand addPicturesCommand(CLI::App& app, std::ostream& output);

} // namespace diptych::train
