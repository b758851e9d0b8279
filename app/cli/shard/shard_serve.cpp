#include "app/cli/shard/shard_serve.h"

#include "app/cli/configuration.h"
#include "app/program/version.h"
#include "app/server/server.h"
#include "core/cluster/cluster_pipeline.h"
#include "core/cluster/coordinator.h"
#include "core/cluster/worker.h"
#include "core/config/standard_inputs.h"
#include "core/net/http_exchange.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <mutex>
#include <ostream>
#include <utility>

namespace diptych::cli {

namespace {

// Lines of several threads, one after the other.
std::function<void(const std::string&)> logTo(CommandContext& context) {
    if (context.common().quiet)
        return {};
    auto mutex = std::make_shared<std::mutex>();
    return [mutex, &stream = context.environment().error](const std::string& line) {
        const std::lock_guard lock(*mutex);
        stream << "cluster: " << line << '\n' << std::flush;
    };
}

cluster::RankOptions rankOptions(CommandContext& context, const ShardSettings& settings,
                                 std::string key) {
    cluster::RankOptions rank;
    rank.textEncoder = settings.textEncoder;
    rank.placement = settings.placement;
    rank.host = settings.name;
    rank.address = settings.address;
    rank.key = std::move(key);
    rank.version = program::kVersion;
    const std::filesystem::path data = config::userDataFolder(context.environment().variable);
    if (!data.empty())
        rank.digestCache = data / "weight-digests.json";
    rank.memoryBytes = settings.memoryBytes;
    rank.prepareThread = [&context, threads = settings.placement.threads] {
        context.environment().configureProcessor(threads);
    };
    rank.log = logTo(context);
    return rank;
}

Result<cluster::CoordinatorOptions>
coordinatorOptions(CommandContext& context, const ShardSettings& settings, std::string key) {
    cluster::CoordinatorOptions options;
    options.rank = rankOptions(context, settings, std::move(key));
    options.worldSize = settings.worldSize;
    options.port = settings.file.masterPort;
    for (const cluster::RankEntry& entry : settings.file.ranks)
        options.hosts.push_back(entry.host);
    DIPTYCH_TRY(options.split, cluster::parseSplitChoice(settings.file.split));
    options.times = settings.file.times;
    options.chunkTokens = settings.file.chunkTokens;
    options.verifyWeights = settings.file.verifyWeights;
    return options;
}

Result<server::ServerOptions> serverOptions(CommandContext& context, const ShardOptions& options,
                                            const ShardSettings& settings) {
    server::ServerOptions result;
    result.host = settings.file.serverHost;
    result.port = settings.file.serverPort;
    result.roles = {false, true, true};
    result.modelId = settings.file.modelId;
    const std::string& variable = settings.file.apiKeyVariable;
    if (!variable.empty() && options.auth) {
        result.key = context.environment().variable(variable).value_or("");
        if (result.key.empty())
            return fail(ErrorCode::InvalidInput,
                        fmt::format("the environment variable {}, which is to hold the key that "
                                    "clients must send, is not set",
                                    variable),
                        fmt::format("export {}=…, or leave --api-key-env out", variable));
        DIPTYCH_TRY_DONE(net::checkKey(result.key));
    }
    result.settings = context.config().values;
    result.templates = {context.environment().templates, userTemplatesFolder(context)};
    result.resources = context.environment().resources;
    result.version = program::kVersion;
    return result;
}

void announce(CommandContext& context, const server::Server& server, int masterPort) {
    std::ostream& output = context.environment().output;
    if (context.common().json)
        output << nlohmann::ordered_json({{"address", server.address()},
                                          {"port", server.port()},
                                          {"master_port", masterPort},
                                          {"model", server.modelId()}})
                      .dump()
               << '\n';
    else
        output << "listening on " << server.address() << ", ranks meet at port " << masterPort
               << '\n';
    output << std::flush;
}

Status coordinate(CommandContext& context, const ShardOptions& options,
                  const ShardSettings& settings, std::string key) {
    DIPTYCH_TRY(cluster::CoordinatorOptions wanted,
                coordinatorOptions(context, settings, std::move(key)));
    DIPTYCH_TRY(const server::ServerOptions served, serverOptions(context, options, settings));
    DIPTYCH_TRY(const std::shared_ptr<cluster::Coordinator> coordinator,
                cluster::Coordinator::start(std::move(wanted)));
    server::ServerParts parts;
    parts.pipeline.location = settings.location;
    parts.pipeline.placement = settings.placement;
    parts.openPipeline = [coordinator](const PipelineOptions& pipeline) {
        return cluster::openClusterPipeline(coordinator, pipeline.location);
    };
    parts.clusterStatus = [coordinator] { return coordinator->status(); };
    parts.threads = static_cast<std::size_t>(settings.file.inFlight);
    std::ostream silence(nullptr);
    parts.log = context.common().quiet ? &silence : &context.environment().error;
    DIPTYCH_TRY(const std::unique_ptr<server::Server> server,
                server::Server::open(served, std::move(parts), !options.auth));
    announce(context, *server, coordinator->port());
    server->run(context.environment().cancel);
    return Done{};
}

} // namespace

Status serveShard(CommandContext& context, const ShardOptions& options) {
    DIPTYCH_TRY(const ShardSettings settings, settleShard(context, options));
    DIPTYCH_TRY(std::string key, clusterKey(context, options, settings.file));
    if (settings.rank == 0)
        return coordinate(context, options, settings, std::move(key));
    cluster::WorkerOptions worker;
    worker.rank = rankOptions(context, settings, std::move(key));
    worker.index = settings.rank;
    worker.coordinator = settings.file.masterAddress;
    worker.port = settings.file.masterPort;
    return cluster::runWorker(worker, context.environment().cancel);
}

} // namespace diptych::cli
