// The flags that every command takes: how it talks, and the model and machine that it works with.
#pragma once

#include "core/domain/placement.h"
#include "core/pipeline/model_folder.h"

#include <filesystem>
#include <optional>

namespace CLI { // NOLINT(readability-identifier-naming): theirs
class App;
} // namespace CLI

namespace diptych::cli {

struct CommonOptions {
    bool json = false;
    bool verbose = false;
    bool debug = false;
    bool quiet = false;
};

struct ModelOptions {
    ModelLocation location;           ///< as the user named it; empty paths are open
    std::optional<DeviceName> device; ///< for every component that has none of its own
    std::optional<DeviceName> textEncoderDevice;
    std::optional<DeviceName> transformerDevice;
    std::optional<DeviceName> autoencoderDevice;
    WeightFormat weightFormat = WeightFormat::Auto;
    int threads = 0; ///< 0 = all cores

    Placement placement() const;
};

/// Which of the flags the help of a command shows; they are accepted everywhere, before and after
/// the command's name.
enum class Shown { Everything, Paths, Nothing };

void addCommonOptions(CLI::App& app, CommonOptions& options);
void addModelOptions(CLI::App& app, ModelOptions& options, Shown shown);

} // namespace diptych::cli
