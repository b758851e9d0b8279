#include "app/cli/commands/serve_command.h"

#include "app/cli/configuration.h"
#include "app/cli/model.h"
#include "app/cli/option.h"
#include "app/cli/remote.h"
#include "app/program/version.h"
#include "app/server/server.h"
#include "core/config/standard_inputs.h"
#include "core/net/http_exchange.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

namespace diptych::cli {

namespace {

constexpr int kHighestPort = 65535;
constexpr int kLargestBodyMib = 1024;

/// The numbers as flags give them; the rest is in `server`.
struct ServeOptions {
    server::ServerOptions server;
    std::string roles = "rest,encoder,chat";
    std::string keyVariable;
    bool auth = true;
    int maxBodyMib = 8;
    int maxQueue = 1024;
    int maxPerClient = 256;
    int deadlineSeconds = 3600;
    int drainSeconds = 30;
};

Status checkRange(const char* flag, int value, int least, int most) {
    if (value >= least && value <= most)
        return Done{};
    return fail(ErrorCode::Usage,
                fmt::format("{} must be from {} to {} (got {})", flag, least, most, value));
}

Status checkNumbers(const ServeOptions& options) {
    constexpr int kMost = 1'000'000;
    DIPTYCH_TRY_DONE(checkRange("--port", options.server.port, 0, kHighestPort));
    DIPTYCH_TRY_DONE(checkRange("--max-body-mib", options.maxBodyMib, 1, kLargestBodyMib));
    DIPTYCH_TRY_DONE(checkRange("--max-queue", options.maxQueue, 1, kMost));
    DIPTYCH_TRY_DONE(checkRange("--max-per-client", options.maxPerClient, 1, kMost));
    DIPTYCH_TRY_DONE(checkRange("--deadline", options.deadlineSeconds, 1, kMost));
    return checkRange("--drain-time", options.drainSeconds, 0, kMost);
}

// The key goes from the environment into the server and nowhere else.
Result<std::string> readKey(CommandContext& context, const ServeOptions& options) {
    const std::string& variable = options.keyVariable;
    if (variable.empty())
        return std::string();
    if (!options.auth)
        return fail(ErrorCode::Usage, "--api-key-env and --no-auth were both given",
                    "leave one of them out");
    const std::optional<std::string> key = context.environment().variable(variable);
    if (!key || key->empty())
        return fail(ErrorCode::InvalidInput,
                    fmt::format("the environment variable {}, which is to hold the key that "
                                "clients must send, is not set",
                                variable),
                    fmt::format("export {}=…, or leave --api-key-env out", variable));
    DIPTYCH_TRY_DONE(net::checkKey(*key));
    return *key;
}

Result<std::filesystem::path> chooseDataFolder(CommandContext& context,
                                               const std::filesystem::path& named) {
    if (!named.empty())
        return named;
    const std::filesystem::path data = config::userDataFolder(context.environment().variable);
    if (data.empty())
        return fail(ErrorCode::InvalidInput,
                    "there is no folder for the history: neither HOME nor XDG_DATA_HOME is set",
                    "name one with --history-dir");
    // Not the window's own history, which is nobody else's business.
    return data / "server";
}

Result<server::ServerOptions> settle(CommandContext& context, const ServeOptions& options) {
    DIPTYCH_TRY_DONE(checkNumbers(options));
    server::ServerOptions result = options.server;
    DIPTYCH_TRY(result.roles, server::parseRoles(options.roles));
    DIPTYCH_TRY(result.key, readKey(context, options));
    if (result.roles.rest) {
        DIPTYCH_TRY(result.dataFolder, chooseDataFolder(context, options.server.dataFolder));
    }
    result.http.mostBodyBytes = static_cast<std::size_t>(options.maxBodyMib) << 20;
    result.queue = {static_cast<std::size_t>(options.maxQueue),
                    static_cast<std::size_t>(options.maxPerClient)};
    result.deadline = std::chrono::seconds(options.deadlineSeconds);
    result.drainTime = std::chrono::seconds(options.drainSeconds);
    result.settings = context.config().values;
    const std::filesystem::path& named = result.settings.prompt.templatesFolder;
    result.templates = {context.environment().templates,
                        named.empty() ? userTemplatesFolder(context) : named};
    result.resources = context.environment().resources;
    result.version = program::kVersion;
    return result;
}

void announce(CommandContext& context, const server::Server& server,
              const server::ServerOptions& options) {
    std::ostream& output = context.environment().output;
    if (context.common().json)
        output << nlohmann::ordered_json({{"address", server.address()},
                                          {"port", server.port()},
                                          {"roles", server::toString(options.roles)},
                                          {"model", server.modelId()}})
                      .dump()
               << '\n';
    else
        output << "listening on " << server.address() << '\n';
    output << std::flush;
}

Status run(CommandContext& context, const ServeOptions& options) {
    DIPTYCH_TRY(const server::ServerOptions settled, settle(context, options));
    ChosenModel chosen = chooseModel(context);
    server::ServerParts parts;
    DIPTYCH_TRY(parts.pipeline.location, completeLocation(chosen, context.environment().resources));
    parts.pipeline.placement = settled.settings.placement;
    DIPTYCH_TRY(parts.pipeline.remoteEncoder, openRemoteEncoder(context));
    DIPTYCH_TRY(parts.remoteRewriter, openRemoteRewriter(context));
    parts.openPipeline = context.environment().openPipeline;
    parts.prepareThread = [&context, threads = settled.settings.placement.threads] {
        context.environment().configureProcessor(threads);
    };
    std::ostream silence(nullptr);
    parts.log = context.common().quiet ? &silence : &context.environment().error;
    if (chosen.isDemo)
        context.note(Notice{"demo_model", "serving the bundled demo model; name a checkpoint with "
                                          "--model-path for real pictures"});
    DIPTYCH_TRY(const std::unique_ptr<server::Server> server,
                server::Server::open(settled, std::move(parts), !options.auth));
    if (settled.key.empty() && !server::isLoopbackHost(settled.host))
        context.note(Notice{"open_to_all", "everybody who reaches this machine may use the server, "
                                           "because of --no-auth"});
    announce(context, *server, settled);
    server->run(context.environment().cancel);
    return Done{};
}

void addAddressOptions(CLI::App& command, ServeOptions& options) {
    const std::string group = "Address";
    addOption(command,
              {"--host", "ADDRESS", group,
               "where to listen: 127.0.0.1 = this machine alone, 0.0.0.0 = the network (default " +
                   options.server.host + ")"},
              options.server.host);
    addOption(command, {"--port", "N", group, "0 = any free port, which is printed"},
              options.server.port);
    addOption(command,
              {"--roles", "LIST", group,
               "what to offer, with commas: rest = pictures (/api), encoder = hidden states, chat "
               "= texts (/v1) (default " +
                   options.roles + ")"},
              options.roles);
    addOption(command,
              {"--api-key-env", "VAR", group,
               "environment variable that holds the key which clients must send"},
              options.keyVariable);
    addSwitch(command,
              {"--auth", "", group,
               "insist on a key at addresses that other machines reach; --no-auth lets everybody "
               "ask"},
              options.auth);
    addOption(command,
              {"--model-id", "NAME", group,
               "how /v1 calls the model (default: as the checkpoint is called)"},
              options.server.modelId);
}

void addLimitOptions(CLI::App& command, ServeOptions& options) {
    const std::string group = "Limits";
    addOption(command,
              {"--max-body-mib", "N", group, "of a request's body; larger ones are answered 413"},
              options.maxBodyMib);
    addOption(command,
              {"--max-queue", "N", group, "requests that may wait; further ones are answered 503"},
              options.maxQueue);
    addOption(command, {"--max-per-client", "N", group, "requests of one client that may wait"},
              options.maxPerClient);
    addOption(command,
              {"--deadline", "SECONDS", group, "for a request, waiting included; then 504"},
              options.deadlineSeconds);
    addOption(
        command,
        {"--drain-time", "SECONDS", group, "for what is under way when the server is told to end"},
        options.drainSeconds);
}

void addKeepingOptions(CLI::App& command, ServeOptions& options) {
    const std::string group = "What is kept";
    addOption(command,
              {"--history-dir", "DIR", group,
               "where pictures and saved embeddings go (default: the folder server in the user's "
               "data folder)"},
              options.server.dataFolder);
    addSwitch(command,
              {"--log-prompts", "", group, "write prompts into the access log on standard error"},
              options.server.logPrompts);
}

} // namespace

CommandBody makeServeCommand(CLI::App& command, CommandContext& context) {
    command.description("Answer over HTTP: pictures, hidden states and texts");
    command.footer("Examples:\n"
                   "  diptych-cli serve --model-path ~/models/Z-Image-Turbo\n"
                   "  diptych-cli serve --roles encoder --host 0.0.0.0 --api-key-env DIPTYCH_KEY\n"
                   "SIGTERM and Ctrl-C end it when what is under way is done.");
    auto options = std::make_shared<ServeOptions>();
    addAddressOptions(command, *options);
    addLimitOptions(command, *options);
    addKeepingOptions(command, *options);
    addOption(command,
              {"--remote-key-env", "VAR", "Text encoder on another machine",
               "environment variable that holds the key of the server behind --api-url"},
              [&context](const std::string& variable) -> Status {
                  context.settings().set("api.key_env", variable, "--remote-key-env");
                  return Done{};
              });
    addModelOptions(command, context.settings(), Shown::Everything);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli
