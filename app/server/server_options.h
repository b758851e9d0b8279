// What a server is started with.
#pragma once

#include "app/server/fair_queue.h"
#include "app/server/http/http_server.h"
#include "core/config/app_config.h"
#include "core/prompt/template_library.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace diptych::server {

/// What the server offers.
struct Roles {
    bool rest = true;    ///< pictures: /api
    bool encoder = true; ///< hidden states: /v1/hidden_states
    bool chat = true;    ///< texts: /v1/chat/completions
};

/// "rest,encoder". Errors: Usage (an unknown role, none at all).
Result<Roles> parseRoles(const std::string& text);
std::string toString(const Roles& roles);

/// Whether other machines cannot reach this address.
bool isLoopbackHost(const std::string& host);

struct ServerOptions {
    std::string host = "127.0.0.1";
    int port = 7860; ///< 0 = any free one
    Roles roles;
    std::string key;     ///< empty = everybody may ask
    std::string modelId; ///< how /v1 calls the model; empty = as the checkpoint
    bool logPrompts = false;
    HttpLimits http;
    QueueLimits queue;
    std::chrono::seconds deadline{3600}; ///< for a request, waiting included
    std::chrono::seconds drainTime{30};  ///< for what is under way when the server is to end
    std::filesystem::path dataFolder;    ///< of history and embeddings
    TemplateFolders templates;
    std::filesystem::path resources; ///< of the program
    config::AppConfig settings;      ///< what a request begins with
    std::string version;
};

} // namespace diptych::server
