// The flags of settings: made from the table in core/config, so that a flag, its help and its
// configuration key cannot drift apart.
#pragma once

#include "core/config/config_file.h"
#include "core/config/schema.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
} // namespace CLI

namespace diptych::cli {

/// Collects what the user sets with flags. Must outlive the parsing.
class SettingFlags {
  public:
    /// `schema` is borrowed.
    explicit SettingFlags(const config::Schema& schema) : schema_(&schema) {}

    /// Adds the flags of these settings ("generation.width") to `app`, but for those whose name it
    /// uses already.
    void add(CLI::App& app, const std::string& group, std::initializer_list<const char*> names);

    /// Adds the flag of every setting that `app` has not got yet, hidden.
    void addRemaining(CLI::App& app);

    /// As if `flag` had been given; an earlier value of the same setting is replaced.
    void set(std::string_view name, config::Value value, std::string flag);
    /// Null when the setting was not set.
    const config::Value* find(std::string_view name) const;

    const std::vector<config::Setting>& settings() const { return settings_; }

  private:
    void addFlag(CLI::App& app, const std::string& group, const config::Field& field);

    const config::Schema* schema_;
    std::vector<config::Setting> settings_;
};

} // namespace diptych::cli
