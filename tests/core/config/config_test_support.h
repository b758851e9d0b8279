// Configuration files as texts, and what becomes of them.
#pragma once

#include "core/config/effective_config.h"
#include "tests/support/test_files.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace diptych::config::test {

using diptych::test::TemporaryFolder;

/// The table with some names for what the sampling module would tell.
const Schema& schema();

/// Parses a text as if it were the file /studio/config.toml of a user with the home /home/me.
Result<ConfigFile> parsed(std::string_view text);
/// Fails the test when the text is no TOML.
ConfigFile parsedOrFail(std::string_view text);

/// Every problem of a file as one line.
std::vector<std::string> problemLines(const ConfigFile& file);

/// What the settings are with this file (as profile `profile`) and flags.
EffectiveConfig effective(std::string_view text, const std::string& profile = "",
                          std::vector<Setting> flags = {});

/// A setting as if its flag had been given with this text.
Setting flag(std::string_view name, std::string_view text);

} // namespace diptych::config::test
