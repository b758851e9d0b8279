// Everything the desktop program takes from outside, so that tests can put something else in its
// place. Only `main.cpp` and tests make one.
#pragma once

#include "app/connection/avahi_bus.h"
#include "app/connection/secret_store.h"
#include "app/connection/session_key.h"
#include "core/base/result.h"
#include "core/config/standard_inputs.h"
#include "core/net/remote_encoder.h"
#include "core/pipeline/image_pipeline.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace diptych::gui {

struct DesktopEnvironment {
    std::filesystem::path resources;    ///< holds models and tokenizers
    std::filesystem::path templates;    ///< those that come with the program; may be empty
    std::filesystem::path configFolder; ///< for the window's own settings
    std::filesystem::path dataFolder;   ///< for pictures and the session
    std::string version;
    std::function<Result<std::unique_ptr<ImagePipeline>>(const PipelineOptions&)> openPipeline;
    std::function<std::vector<DeviceReport>()> listDevices;
    /// Takes the wished number of threads, 0 = all cores; called on the inference thread.
    std::function<int(int)> configureProcessor;
    config::VariableReader variable;
    /// The network, opened when it is needed, on the inference thread. Takes a PEM file with
    /// further authorities to trust, empty = none. Empty in a program without network.
    net::TransportOpener openTransport = {};
    /// Where keys are kept; empty = in this session's memory.
    std::function<std::unique_ptr<connection::SecretStore>()> openSecrets = {};
    /// Finds servers on the network, and lets others find this one; empty = neither.
    std::function<std::unique_ptr<connection::AvahiBus>()> openAvahi = {};
    /// The key of the encoder servers that was entered in the window; in memory only.
    std::shared_ptr<connection::SessionKey> serversKey = std::make_shared<connection::SessionKey>();
};

/// What the command line asks for.
struct DesktopOptions {
    std::filesystem::path configFile; ///< empty = the user's own
    std::string profile;
    std::filesystem::path model; ///< empty = the one chosen in the window, else the configured one
    bool safeMode = false;       ///< processor only, default layout, nothing restored
    /// What the user chose in the window, over everything else but `model`.
    std::vector<config::Setting> preferences = {};
    bool keepsQueue = true; ///< waiting jobs are stored; one program of a data folder may
};

} // namespace diptych::gui
