// The flags that name adapter files.
#pragma once

#include <string>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
} // namespace CLI

namespace diptych::cli {

class SettingFlags;

/// --lora, which may be given several times, and what belongs to it. `triggerWords` gets those of
/// --lora-trigger.
void addLoraOptions(CLI::App& app, const std::string& group, SettingFlags& settings,
                    std::vector<std::string>& triggerWords);

} // namespace diptych::cli
