#include "app/cli/commands/shard_command.h"

#include "app/cli/option.h"
#include "app/cli/shard/shard_options.h"
#include "app/cli/shard/shard_processes.h"
#include "app/cli/shard/shard_report.h"
#include "app/cli/shard/shard_serve.h"
#include "core/base/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string>
#include <vector>

namespace diptych::cli {

namespace {

struct Action {
    const char* name;
    Status (*run)(CommandContext& context, const ShardOptions& options);
};

constexpr Action kActions[] = {
    {"serve", serveShard},    {"up", runShards},       {"plan", planShards},
    {"status", reportShards}, {"logs", showShardLogs}, {"stop", stopShards},
};

Status run(CommandContext& context, const ShardOptions& options) {
    std::vector<std::string> names;
    for (const Action& action : kActions) {
        if (options.action == action.name)
            return action.run(context, options);
        names.emplace_back(action.name);
    }
    const auto nearest = nearestNames(options.action, names, 1);
    return fail(ErrorCode::Usage,
                options.action.empty() ? "shard was not told what to do"
                                       : fmt::format("shard cannot '{}'", options.action),
                nearest.empty() ? fmt::format("use one of: {}", fmt::join(names, ", "))
                                : fmt::format("did you mean {}?", nearest.front()));
}

void addRankOptions(CLI::App& command, ShardOptions& options) {
    const std::string group = "Cluster";
    addOption(command, {"--cluster", "FILE", group, "cluster.toml: its ranks and its model"},
              options.clusterFile);
    addOption(command, {"--rank", "N", group, "which rank this is, from 0 (default: $RANK)"},
              options.rank);
    addOption(command,
              {"--world-size", "N", group,
               "how many ranks there are (default: $WORLD_SIZE, else those of the file)"},
              options.worldSize);
    addOption(command,
              {"--master-addr", "ADDRESS", group,
               "where rank 0 is (default: $MASTER_ADDR, else the file's, else 127.0.0.1)"},
              options.masterAddress);
    addOption(command,
              {"--master-port", "N", group,
               "where the ranks meet there (default: $MASTER_PORT, else the file's, else 29400)"},
              options.masterPort);
    addOption(command,
              {"--layers", "SPLIT", group,
               "even, memory, or a range for each rank: 0-13,14-27 (rank 0 decides)"},
              options.layers);
    addOption(command,
              {"--key-env", "VAR", group,
               "variable that holds the key which all ranks share (default: "
               "DIPTYCH_CLUSTER_KEY)"},
              options.keyVariable);
    addSwitch(
        command,
        {"--cluster-key", "", group, "ask for a shared key; --no-cluster-key lets everybody join"},
        options.wantsKey);
    addOption(command, {"--name", "TEXT", group, "how status calls this machine"}, options.name);
    addOption(command, {"--address", "ADDRESS", group, "where the other ranks reach this machine"},
              options.address);
    addOption(command, {"--memory-gb", "X", group, "that this rank may use, for --layers memory"},
              options.memoryGb);
}

void addServerOptions(CLI::App& command, ShardOptions& options) {
    const std::string group = "Server of rank 0";
    addOption(command, {"--host", "ADDRESS", group, "where to listen (default: 127.0.0.1)"},
              options.host);
    addOption(command, {"--port", "N", group, "0 = any free port (default: 7860)"}, options.port);
    addOption(command,
              {"--api-key-env", "VAR", group,
               "environment variable that holds the key which clients must send"},
              options.apiKeyVariable);
    addSwitch(command,
              {"--auth", "", group,
               "insist on a key at addresses that other machines reach; --no-auth lets everybody "
               "ask"},
              options.auth);
    addOption(command, {"--model-id", "NAME", group, "how /v1 calls the model"}, options.modelId);
}

} // namespace

CommandBody makeShardCommand(CLI::App& command, CommandContext& context) {
    command.description("Spread the text model over several machines: encode, rewrite and chat");
    command.footer("Examples:\n"
                   "  diptych-cli shard plan --cluster cluster.toml\n"
                   "  diptych-cli shard up --cluster cluster.toml\n"
                   "  diptych-cli shard serve --rank 1 --world-size 2 --master-addr 192.168.1.10 "
                   "--model-path ~/models/Z-Image-Turbo\n"
                   "  diptych-cli shard status --cluster cluster.toml");
    auto options = std::make_shared<ShardOptions>();
    addOption(
        command,
        {"action", "", "What", "serve (be one rank), up (start all), plan, status, logs or stop"},
        options->action);
    addRankOptions(command, *options);
    addServerOptions(command, *options);
    addOption(command, {"--lines", "N", "Output and messages", "how many lines logs shows"},
              options->lines);
    // Of the flags of a model and a machine, those that a text model has any use for.
    context.settings().add(command, "Model",
                           {"model.path", "model.text_encoder", "model.tokenizer", "model.dtype",
                            "model.quantization"});
    context.settings().add(command, "Machine",
                           {"devices.all", "devices.text_encoder", "devices.threads"});
    addModelOptions(command, context.settings(), Shown::Nothing);
    return [options](CommandContext& running) { return run(running, *options); };
}

} // namespace diptych::cli
