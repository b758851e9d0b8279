// What a command gets to work with, and what it is.
#pragma once

#include "app/cli/cli_environment.h"
#include "app/cli/common_options.h"
#include "app/cli/console_progress.h"
#include "app/cli/setting_flags.h"
#include "core/base/result.h"
#include "core/base/run_context.h"
#include "core/config/effective_config.h"
#include "core/config/schema.h"
#include "core/domain/notice.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
} // namespace CLI

namespace diptych::cli {

/// Lives as long as one run of the program.
class CommandContext {
  public:
    /// `environment` is borrowed.
    explicit CommandContext(CliEnvironment& environment);

    CliEnvironment& environment() { return *environment_; }
    CommonOptions& common() { return common_; }
    const config::Schema& schema() const { return schema_; }
    SettingFlags& settings() { return settings_; }

    /// What the user configured; the defaults before it is set.
    const config::EffectiveConfig& config() const { return config_; }
    void setConfig(config::EffectiveConfig config) { config_ = std::move(config); }

    /// Notes that arose while flags were read.
    std::vector<Notice>& earlyNotices() { return earlyNotices_; }

    /// Tells the user now (`note: …`), unless quiet or JSON was asked for, and keeps it for
    /// `notices`.
    void note(const Notice& notice);
    void note(std::span<const Notice> notices);
    const std::vector<Notice>& notices() const { return notices_; }
    nlohmann::ordered_json noticesAsJson() const;

    /// Cancel token and progress on standard error.
    RunContext run();

    /// A line for the user on standard output, unless quiet or JSON was asked for.
    void summary(std::string_view line);
    /// A line on standard error, only with --verbose.
    void detail(std::string_view line);
    /// One JSON value and a line end on standard output.
    void writeJson(const nlohmann::ordered_json& value);

    /// Ends the progress display.
    void finishProgress();

  private:
    CliEnvironment* environment_;
    CommonOptions common_;
    config::Schema schema_;
    SettingFlags settings_{schema_};
    config::EffectiveConfig config_;
    std::vector<Notice> earlyNotices_;
    std::vector<Notice> notices_;
    std::unique_ptr<ConsoleProgress> progress_;
};

/// The work of a command, once its flags are read.
using CommandBody = std::function<Status(CommandContext&)>;

/// Adds a command's flags to its parser and returns its work. The parser and `context` outlive the
/// body.
using CommandMaker = CommandBody (*)(CLI::App& command, CommandContext& context);

} // namespace diptych::cli
