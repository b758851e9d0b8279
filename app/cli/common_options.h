// The flags that every command takes: how it talks, and the model and machine that it works with.
#pragma once

#include <filesystem>
#include <string>

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
} // namespace CLI

namespace diptych::cli {

class SettingFlags;

struct CommonOptions {
    bool json = false;
    bool verbose = false;
    bool debug = false;
    bool quiet = false;
    std::filesystem::path configFile; ///< empty = not named
    std::string profile;              ///< empty = not named
    bool strictConfig = false;
};

/// Which of the flags the help of a command shows; they are accepted everywhere, before and after
/// the command's name.
enum class Shown { Everything, Paths, Nothing };

void addCommonOptions(CLI::App& app, CommonOptions& options);
void addModelOptions(CLI::App& app, SettingFlags& settings, Shown shown);
/// Also part of addModelOptions, hidden unless everything is shown.
void addRemoteOptions(CLI::App& app, SettingFlags& settings, const std::string& group);

} // namespace diptych::cli
